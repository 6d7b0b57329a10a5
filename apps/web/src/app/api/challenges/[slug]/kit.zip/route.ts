import { handleKit } from "@maskboard/api";

interface Context {
  params: Promise<{ slug: string }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  return handleKit(request, await params);
}
