import { maskboard } from "@/server/maskboard";

const handle = async (request: Request): Promise<Response> =>
  (await maskboard()).handleAuth(request);

export { handle as GET, handle as POST };
