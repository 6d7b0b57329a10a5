import { maskboard } from "@/server/maskboard";

interface Context {
  params: Promise<{ id: string }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { handleArtifact } = await maskboard();
  return handleArtifact(request, await params);
}
