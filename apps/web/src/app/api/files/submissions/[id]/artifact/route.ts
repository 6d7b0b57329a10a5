import { handleArtifact } from "@maskboard/api";

interface Context {
  params: Promise<{ id: string }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  return handleArtifact(request, await params);
}
