import { handleTrpc } from "@maskboard/api";

const handle = (request: Request): Promise<Response> => handleTrpc(request);

export { handle as GET, handle as POST };
