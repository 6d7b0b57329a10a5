import { handlePrediction } from "@maskboard/api";

interface Context {
  params: Promise<{ id: string; stem: string }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  return handlePrediction(request, await params);
}
