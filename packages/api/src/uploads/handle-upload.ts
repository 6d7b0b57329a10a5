import { MaskboardError, type Viewer } from "@maskboard/contracts";
import { cancelUpload, failImport, openUploadRecords, type UploadRecord } from "@maskboard/db";
import { Server } from "@tus/server";
import { requireScope } from "../auth/require-scope.ts";
import { viaOf, viewerOf } from "../auth/viewer.ts";
import { errorBody } from "../errors.ts";
import { getServices, type Services } from "../services.ts";
import { beginOf } from "./begin.ts";
import { finishOf } from "./finish.ts";
import { errorResponse, fromTus } from "./responses.ts";
import { createUploadStore } from "./store.ts";
import { ownUpload, recordHeader } from "./upload-record.ts";

const UPLOAD_PATH = "/api/uploads";

const servers = new WeakMap<Services, Server>();

/** Viewers of the requests under way; hooks get the request only. */
const viewers = new WeakMap<object, Viewer>();

/**
 * Resumable uploads by the tus protocol 1.0 below `/api/uploads`, for sessions and API keys. The
 * upload's id is that of the submission or import. Errors are JSON (`ErrorBody`).
 */
export async function handleUpload(request: Request, given?: Services): Promise<Response> {
  try {
    const services = given ?? (await getServices());
    if (request.method === "OPTIONS") return await serverOf(services).handleWeb(request);
    const viewer = await viewerOf(services.auth, services.db, request.headers);
    if (!viewer) throw new MaskboardError("unauthenticated", "You are not signed in.");
    viewers.set(request, viewer);
    const id = idOf(request);
    const record = id === null ? null : await ownUpload(services, viewer, id);
    if (record) requireScope(viewer, record.kind === "submission" ? "submit" : "organize");
    if (record && request.method === "HEAD") await finishWhole(services, record);
    const done = record ? await ifDone(services, viewer, record, request.method) : null;
    if (done) return done;
    return await answer(services, viewer, request, record);
  } catch (error) {
    return errorResponse(error, { "Tus-Resumable": "1.0.0" });
  }
}

const idOf = (request: Request): string | null =>
  new URL(request.url).pathname.slice(UPLOAD_PATH.length).split("/")[1] || null;

function serverOf(services: Services): Server {
  const known = servers.get(services);
  if (known) return known;
  const server = new Server({
    path: UPLOAD_PATH,
    datastore: createUploadStore(services),
    relativeLocation: true,
    // Pages of other origins have no business here.
    allowedOrigins: () => false,
    namingFunction: (request, metadata = {}) => {
      const length = Number(request.headers.get("upload-length") ?? Number.NaN);
      if (!Number.isSafeInteger(length) || length < 0) {
        throw new MaskboardError("bad_request", "Upload-Length must say how large the file is.");
      }
      const viewer = viewers.get(request)!;
      return beginOf(services, viewer, metadata, length, viaOf(request.headers));
    },
    onUploadFinish: async (request, upload) => {
      const record = await ownUpload(services, viewers.get(request)!, upload.id);
      await finishOf(services, record);
      return { headers: { [recordHeader(record)]: record.id } };
    },
    onResponseError: (_request, error) => {
      if ("status_code" in error) {
        const { status_code } = error;
        return { status_code, body: JSON.stringify(fromTus(status_code, error.body)) };
      }
      const status_code = error instanceof MaskboardError ? error.http : 500;
      return { status_code, body: JSON.stringify(errorBody(error)) };
    },
  });
  servers.set(services, server);
  return server;
}

/** Finishes an upload whose last bytes came just before the server stopped. */
async function finishWhole(services: Services, record: UploadRecord): Promise<boolean> {
  if (!record.open) return false;
  const upload = await serverOf(services)
    .datastore.getUpload(record.id)
    .catch(() => null);
  if (!upload || upload.offset !== upload.size) return false;
  await finishOf(services, record);
  return true;
}

/**
 * Finishes what an earlier process received whole but did not live to pass on, whether or not its
 * client ever comes back.
 *
 * @returns ids of the uploads that were finished
 */
export async function recoverUploads(services: Services): Promise<string[]> {
  const finished: string[] = [];
  for (const record of await openUploadRecords(services.db)) {
    if (await finishWhole(services, record)) finished.push(record.id);
  }
  return finished;
}

/** The tus server knows nothing about uploads that are finished: their bytes have moved on. */
async function ifDone(
  services: Services,
  viewer: Viewer,
  { id }: UploadRecord,
  method: string,
): Promise<Response | null> {
  const record = await ownUpload(services, viewer, id);
  if (record.open) return null;
  if (method !== "HEAD") {
    throw new MaskboardError("wrong_state", "This upload is finished already.", { id });
  }
  const bytes = String(record.bytes);
  const headers = { "Upload-Offset": bytes, "Upload-Length": bytes, [recordHeader(record)]: id };
  return new Response(null, {
    headers: { ...headers, "Tus-Resumable": "1.0.0", "Cache-Control": "no-store" },
  });
}

async function answer(
  services: Services,
  viewer: Viewer,
  request: Request,
  record: UploadRecord | null,
): Promise<Response> {
  if (request.method === "POST") removeExpired(services);
  const response = await serverOf(services).handleWeb(request);
  const headers = new Headers(response.headers);
  if (response.status >= 400) return asJson(response, headers);
  if (record && request.method === "DELETE") await forget(services, record);
  const location = headers.get("location");
  if (location) {
    const begun = await ownUpload(services, viewer, location.slice(location.lastIndexOf("/") + 1));
    headers.set(recordHeader(begun), begun.id);
  }
  return new Response(response.body, { status: response.status, headers });
}

const HOUR_MS = 3_600_000;
let cleanedAt = 0;

/** Now and then, the bytes of uploads that were given up; their places are freed by the scorer. */
function removeExpired(services: Services): void {
  if (Date.now() - cleanedAt < HOUR_MS) return;
  cleanedAt = Date.now();
  serverOf(services)
    .cleanUpExpiredUploads()
    .catch((error) => console.error("expired uploads could not be removed:", error));
}

async function forget({ db }: Services, { kind, id }: UploadRecord): Promise<void> {
  if (kind === "submission") return cancelUpload(db, id);
  const error = new MaskboardError("conflict", "The upload was cancelled.").toJSON();
  await failImport(db, id, error);
}

async function asJson(response: Response, headers: Headers): Promise<Response> {
  const text = await response.text();
  headers.set("content-type", "application/json");
  headers.delete("content-length");
  const body = text.startsWith("{") ? text : JSON.stringify(fromTus(response.status, text));
  return new Response(body, { status: response.status, headers });
}
