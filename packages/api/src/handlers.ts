import { MaskboardError, type Viewer } from "@maskboard/contracts";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { viaOf, viewerOf } from "./auth/viewer.ts";
import { type FileAnswer, fileResponse } from "./files/answer.ts";
import { exportFile } from "./files/exports.ts";
import { imageFile } from "./files/images.ts";
import { importPicture } from "./files/import-pictures.ts";
import { kitFile } from "./files/kit.ts";
import { artifactFile, predictionFile } from "./files/submissions.ts";
import { appRouter } from "./routers/index.ts";
import { getServices, type Services } from "./services.ts";
import { createContext } from "./trpc/context.ts";
import { errorResponse } from "./uploads/responses.ts";

/* Web-standard handlers for a server to mount; `services` are those of the process unless given. */

/** `/api/trpc/*` */
export function handleTrpc(request: Request, services?: Services): Promise<Response> {
  const { headers } = request;
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => createContext({ headers, ...(services && { services }) }),
  });
}

/** `/api/auth/*` */
export async function handleAuth(request: Request, services?: Services): Promise<Response> {
  try {
    const { auth } = services ?? (await getServices());
    // What admins do goes through procedures of ours, which leave a trace in the audit log.
    if (new URL(request.url).pathname.startsWith("/api/auth/admin")) {
      throw new MaskboardError("not_found", "There is no such address.");
    }
    return await auth.handler(request);
  } catch (error) {
    return errorResponse(error);
  }
}

/** `/api/files/images/<imageId>/<image|thumb|mask|overlay>` */
export const handleImage = (
  request: Request,
  { imageId, file }: { imageId: string; file: string },
  services?: Services,
): Promise<Response> =>
  withViewer(request, services, (all, viewer) => imageFile(all, viewer, imageId, file));

/** `/api/files/submissions/<id>/prediction/<stem>` */
export const handlePrediction = (
  request: Request,
  { id, stem }: { id: string; stem: string },
  services?: Services,
): Promise<Response> =>
  withViewer(request, services, (all, viewer) => predictionFile(all, viewer, id, stem));

/** `/api/files/submissions/<id>/artifact` */
export const handleArtifact = (
  request: Request,
  { id }: { id: string },
  services?: Services,
): Promise<Response> =>
  withViewer(request, services, (all, viewer) => artifactFile(all, viewer, id));

/** `/api/files/imports/<id>/<number>` */
export const handleImportPicture = (
  request: Request,
  { id, picture }: { id: string; picture: string },
  services?: Services,
): Promise<Response> =>
  withViewer(request, services, (all, viewer) => importPicture(all, viewer, id, picture));

/** `/api/challenges/<slug>/kit.zip` */
export const handleKit = (
  request: Request,
  { slug }: { slug: string },
  services?: Services,
): Promise<Response> =>
  withViewer(request, services, (all, viewer) =>
    kitFile(all, viewer, slug, request.headers.get("range")),
  );

/** `/api/challenges/<slug>/exports/<board|submissions|images>?format=<csv|json>` */
export const handleExport = (
  request: Request,
  { slug, kind }: { slug: string; kind: string },
  services?: Services,
): Promise<Response> =>
  withViewer(request, services, (all, viewer) => {
    const format = new URL(request.url).searchParams.get("format");
    return exportFile(all, viewer, viaOf(request.headers), { slug, kind, format });
  });

/** `/healthz`: 200 when the database answers. */
export async function handleHealth(_request?: Request, services?: Services): Promise<Response> {
  try {
    const { db } = services ?? (await getServices());
    await db.$client.query("select 1");
    return Response.json({ status: "ok" });
  } catch (error) {
    return errorResponse(error);
  }
}

function withViewer(
  request: Request,
  services: Services | undefined,
  answer: (services: Services, viewer: Viewer | null) => Promise<FileAnswer>,
): Promise<Response> {
  const answered = async () => {
    const all = services ?? (await getServices());
    return answer(all, await viewerOf(all.auth, all.db, request.headers));
  };
  return fileResponse(answered());
}
