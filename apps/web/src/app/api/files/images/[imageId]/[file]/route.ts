import { handleImage } from "@maskboard/api";

interface Context {
  params: Promise<{ imageId: string; file: string }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  return handleImage(request, await params);
}
