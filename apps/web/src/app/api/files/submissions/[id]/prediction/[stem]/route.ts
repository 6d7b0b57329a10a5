import { maskboard } from "@/server/maskboard";

interface Context {
  params: Promise<{ id: string; stem: string }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { handlePrediction } = await maskboard();
  return handlePrediction(request, await params);
}
