import { maskboard } from "@/server/maskboard";

interface Context {
  params: Promise<{ id: string; picture: string }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { handleImportPicture } = await maskboard();
  return handleImportPicture(request, await params);
}
