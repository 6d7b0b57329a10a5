import { maskboard } from "@/server/maskboard";

const handle = async (request: Request): Promise<Response> =>
  (await maskboard()).handleUpload(request);

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
};
