import { maskboard } from "@/server/maskboard";

interface ExportContext {
  params: Promise<{ slug: string; kind: string }>;
}

export async function GET(request: Request, { params }: ExportContext): Promise<Response> {
  return (await maskboard()).handleExport(request, await params);
}
