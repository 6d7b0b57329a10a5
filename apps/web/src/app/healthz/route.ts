import { maskboard } from "@/server/maskboard";

export const dynamic = "force-dynamic";

export const GET = async (request: Request): Promise<Response> =>
  (await maskboard()).handleHealth(request);
