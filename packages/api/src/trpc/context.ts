import type { AuditVia, Viewer } from "@maskboard/contracts";
import { viaOf, viewerOf } from "../auth/viewer.ts";
import { getServices, type Services } from "../services.ts";

export interface Context {
  readonly services: Services;
  readonly viewer: Viewer | null;
  /** How the viewer authenticated; the web unless told. */
  readonly via?: AuditVia;
}

/** The context of one request; `services` are those of the process unless given. */
export async function createContext(request: {
  headers: Headers;
  services?: Services;
}): Promise<Context> {
  const services = request.services ?? (await getServices());
  const viewer = await viewerOf(services.auth, services.db, request.headers);
  return { services, viewer, via: viaOf(request.headers) };
}
