import { handleHealth } from "@maskboard/api";

export const dynamic = "force-dynamic";

export const GET = (request: Request): Promise<Response> => handleHealth(request);
