import { maskboard } from "@/server/maskboard";

interface Context {
  params: Promise<{ imageId: string; file: string }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { handleImage } = await maskboard();
  return handleImage(request, await params);
}
