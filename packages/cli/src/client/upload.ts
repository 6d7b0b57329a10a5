import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { type Lane, MaskboardError, type UploadMetadata } from "@maskboard/contracts";
import { fileSha256, openFileSource } from "@maskboard/data";
import { laneOf } from "@maskboard/data/check";
import { DetailedError, Upload, type UploadOptions } from "tus-js-client";
import type { MaskboardClient } from "./client.ts";
import { fromResponse, networkReason, unreachable } from "./request-error.ts";
import { resumeStore } from "./resume-store.ts";

/** Requests stay below the body limits of common proxies (100 MB). */
const CHUNK_BYTES = 64 * 1024 * 1024;

export interface UploadControls {
  /** Called with bytes sent and bytes in total. */
  readonly onProgress?: ((sent: number, total: number) => void) | undefined;
  /** Called when an earlier, broken-off upload of the same file goes on. */
  readonly onResume?: (() => void) | undefined;
  /** JSON file that remembers unfinished uploads; without it nothing is resumed after an exit. */
  readonly resumeFile?: string | undefined;
}

/** Uploads a file in one resumable upload and returns the id that the server gave to `idHeader`. */
async function upload(
  client: MaskboardClient,
  path: string,
  metadata: UploadMetadata,
  idHeader: string,
  controls: UploadControls,
): Promise<string> {
  const { size } = await stat(path);
  if (size === 0) throw new MaskboardError("file_empty", `${basename(path)} is empty.`);
  const endpoint = `${client.url}/api/uploads`;
  const target = metadata.purpose === "submission" ? metadata.challenge : metadata.slug;
  const store = controls.resumeFile === undefined ? null : resumeStore(controls.resumeFile);
  // The same content for the same challenge of the same server goes on, wherever the file lies now.
  const content = store === null ? "" : await fileSha256(path);
  const fingerprint = [endpoint, metadata.purpose, target, content].join("|");
  let id: string | undefined;

  await new Promise<void>((done, fail) => {
    const options: UploadOptions = {
      endpoint,
      metadata: Object.fromEntries(Object.entries(metadata).filter(([, value]) => value)),
      headers: { ...client.headers },
      chunkSize: CHUNK_BYTES,
      uploadSize: size,
      retryDelays: [0, 500, 1_000, 2_000, 4_000],
      onShouldRetry: (error) => mayPass(error),
      fingerprint: async () => fingerprint,
      storeFingerprintForResuming: store !== null,
      removeFingerprintOnSuccess: true,
      ...(store ? { urlStorage: store } : {}),
      onProgress: (sent, total) => controls.onProgress?.(sent, total),
      onAfterResponse: (_request, response) => {
        id = response.getHeader(idHeader) ?? id;
      },
      onSuccess: () => done(),
      onError: (error) => fail(uploadError(error, client.url)),
    };
    // The library reads slices of a file stream by its path; its types name only browser inputs.
    const input = createReadStream(path) as unknown as Buffer;
    const transfer = new Upload(input, options);
    const resume = async () => {
      const [previous] = store ? await transfer.findPreviousUploads() : [];
      if (previous) {
        transfer.resumeFromPreviousUpload(previous);
        controls.onResume?.();
      }
      transfer.start();
    };
    resume().catch(fail);
  });
  if (id === undefined) {
    throw new MaskboardError("internal", `${client.url} took the file but named no id for it.`);
  }
  return id;
}

/**
 * Whether a failure may go by itself: the network's, the server's own, and an upload that another
 * request still holds. A refusal with a reason stays one, whatever its status.
 */
function mayPass(error: DetailedError): boolean {
  const response = error.originalResponse;
  const status = response?.getStatus() ?? 0;
  if (!response || status < 400 || status >= 500) return true;
  const { code } = fromResponse(status, response.getBody(), "");
  return (status === 409 || status === 423) && code === "conflict";
}

function uploadError(error: Error, url: string): MaskboardError {
  if (!(error instanceof DetailedError)) return unreachable(url, networkReason(error), error);
  const response = error.originalResponse;
  if (!response || response.getStatus() === 0) {
    return unreachable(url, networkReason(error.causingError ?? error), error);
  }
  return fromResponse(response.getStatus(), response.getBody(), url);
}

export interface SubmissionUpload extends UploadControls {
  /** Path of the zip or model. */
  readonly file: string;
  /** The challenge's slug. */
  readonly challenge: string;
  /** What the file is meant to be; by default what its name and content say. */
  readonly lane?: Lane | undefined;
  readonly note?: string | undefined;
}

/**
 * Uploads a zip of masks, or a model, as a submission and returns the submission's id.
 *
 * @throws MaskboardError when the server refuses it (no team, daily limit, …) or is out of reach
 */
export async function uploadSubmission(
  client: MaskboardClient,
  { file, challenge, lane, note, ...controls }: SubmissionUpload,
): Promise<string> {
  const filename = basename(file);
  const metadata: UploadMetadata = {
    purpose: "submission",
    challenge,
    filename,
    lane: lane ?? (await readLane(file)),
    note,
  };
  return upload(client, file, metadata, "Maskboard-Submission-Id", controls);
}

async function readLane(file: string): Promise<Lane> {
  const source = await openFileSource(file);
  return laneOf(basename(file), source).finally(() => source.close());
}

export interface ChallengeUpload extends UploadControls {
  /** Path of the zip of a challenge folder. */
  readonly file: string;
  readonly slug: string;
  readonly title?: string | undefined;
}

/** Uploads the zip of a challenge folder and returns the id of its import. */
export function uploadChallenge(
  client: MaskboardClient,
  { file, slug, title, ...controls }: ChallengeUpload,
): Promise<string> {
  const metadata: UploadMetadata = {
    purpose: "challenge",
    slug,
    filename: basename(file),
    title,
  };
  return upload(client, file, metadata, "Maskboard-Import-Id", controls);
}
