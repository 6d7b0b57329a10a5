import { maskboard } from "@/server/maskboard";

interface Context {
  params: Promise<{ slug: string }>;
}

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { handleCorrection } = await maskboard();
  return handleCorrection(request, await params);
}
