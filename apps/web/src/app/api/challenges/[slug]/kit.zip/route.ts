import { maskboard } from "@/server/maskboard";

interface Context {
  params: Promise<{ slug: string }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { handleKit } = await maskboard();
  return handleKit(request, await params);
}
