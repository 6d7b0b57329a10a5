import { handleAuth } from "@maskboard/api";

const handle = (request: Request): Promise<Response> => handleAuth(request);

export { handle as GET, handle as POST };
