import type { Lane, UploadMetadata } from "@maskboard/contracts";
import { DetailedError, defaultOptions, type PreviousUpload, Upload } from "tus-js-client";
import { type Problem, toProblem } from "@/lib/problem";

const ENDPOINT = "/api/uploads";
const MIB = 2 ** 20;

/** An upload that stopped before its end, as this browser remembers it. */
export interface StoppedUpload {
  filename: string;
  bytes: number | null;
  startedAt: Date;
}

/** Uploads to a challenge that this browser began and did not finish, latest first. */
export async function stoppedUploads(challenge: string): Promise<StoppedUpload[]> {
  const known = await defaultOptions.urlStorage.findAllUploads();
  return known
    .filter(({ metadata }) => metadata.challenge === challenge && metadata.filename)
    .map(({ metadata, size, creationTime }) => ({
      filename: metadata.filename!,
      bytes: size,
      startedAt: new Date(creationTime),
    }))
    .sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
}

interface UploadRequest extends Callbacks {
  file: File;
  challenge: string;
  lane: Lane;
  note: string;
}

interface Callbacks {
  onProgress: (sent: number, total: number) => void;
  /** `resumed`: the submission or import existed before, with what was said about it then. */
  onDone: (id: string, resumed: boolean) => void;
  onProblem: (problem: Problem) => void;
}

export interface RunningUpload {
  pause: () => Promise<void>;
  resume: () => void;
  /** Ends the upload here and on the server. */
  cancel: () => Promise<void>;
}

function uploadProblem(error: Error | DetailedError): Problem {
  if (!(error instanceof DetailedError)) return toProblem(error);
  const body = error.originalResponse?.getBody();
  if (!body) {
    return {
      code: "unreachable",
      message: "The connection to the server broke.",
      fix: "What was sent is kept. Continue when you are online again.",
      details: {},
    };
  }
  try {
    return toProblem(Object.assign(new Error(), { data: { maskboard: JSON.parse(body) } }));
  } catch {
    return toProblem(new Error(body.trim() || error.message));
  }
}

/** Begins an upload, or goes on with one of the same file that stopped before. */
export async function startUpload(request: UploadRequest): Promise<RunningUpload> {
  const { file, challenge, lane, note } = request;
  const metadata = {
    purpose: "submission",
    challenge,
    filename: file.name,
    lane,
    ...(note ? { note } : {}),
  } satisfies UploadMetadata;
  return begin({ ...request, metadata, about: challenge, header: "Maskboard-Submission-Id" });
}

interface ArchiveRequest extends Callbacks {
  file: File;
  slug: string;
  title: string;
  /** The data is for the draft of that slug. */
  replace: boolean;
}

/** The same for the archive of a whole challenge; `onDone` gets the id of the import. */
export async function startArchiveUpload(request: ArchiveRequest): Promise<RunningUpload> {
  const { file, slug, title, replace } = request;
  const metadata = {
    purpose: "challenge",
    slug,
    filename: file.name,
    ...(title ? { title } : {}),
    ...(replace ? { replace: "draft" } : {}),
  } satisfies UploadMetadata;
  return begin({ ...request, metadata, about: `new/${slug}`, header: "Maskboard-Import-Id" });
}

interface BeginRequest extends Callbacks {
  file: File;
  metadata: UploadMetadata & Record<string, string>;
  /** What the file is for: another upload of it for something else is another upload. */
  about: string;
  /** Where the server tells what became of the upload. */
  header: string;
}

async function begin(request: BeginRequest): Promise<RunningUpload> {
  const { file, metadata, about, header } = request;
  let recordId: string | null = null;
  let previous: PreviousUpload | undefined;
  const upload = new Upload(file, {
    endpoint: ENDPOINT,
    metadata,
    // A request that fails late loses little of a large file.
    chunkSize: 32 * MIB,
    retryDelays: [0, 1_000, 3_000, 5_000, 10_000, 20_000],
    removeFingerprintOnSuccess: true,
    fingerprint: async () =>
      ["maskboard", about, file.name, file.size, file.lastModified].join("/"),
    onAfterResponse(_request, response) {
      recordId = response.getHeader(header) ?? recordId;
    },
    onProgress: request.onProgress,
    onSuccess() {
      if (recordId) request.onDone(recordId, previous !== undefined);
      else request.onProblem(toProblem(new Error("The server did not say what it made of it.")));
    },
    onError: (error) => request.onProblem(uploadProblem(error)),
  });
  [previous] = await upload.findPreviousUploads();
  if (previous) upload.resumeFromPreviousUpload(previous);
  upload.start();
  return {
    pause: () => upload.abort(),
    resume: () => upload.start(),
    cancel: () => upload.abort(true),
  };
}
