import { handleUpload } from "@maskboard/api";

const handle = (request: Request): Promise<Response> => handleUpload(request);

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
};
