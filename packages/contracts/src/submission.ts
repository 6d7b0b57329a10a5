import { z } from "zod";
import { classMapSchema } from "./class-map.ts";
import type { ErrorCode } from "./errors.ts";
import { ERRORS } from "./errors.ts";
import { laneSchema } from "./lane.ts";
import { nameSchema } from "./text.ts";

/** States of a submission. The last three are final; `failed` is ours and retries by itself. */
export const submissionStateSchema = z.enum([
  "uploading",
  "uploaded",
  "queued",
  "checking",
  "scoring",
  "scored",
  "invalid",
  "failed",
]);
export type SubmissionState = z.infer<typeof submissionStateSchema>;

const TRANSITIONS: Record<SubmissionState, readonly SubmissionState[]> = {
  uploading: ["uploaded", "invalid", "failed"],
  uploaded: ["queued", "invalid", "failed"],
  queued: ["checking", "failed"],
  // A job whose scorer died goes back to the queue.
  checking: ["scoring", "invalid", "failed", "queued", "checking"],
  scoring: ["scored", "invalid", "failed", "queued", "checking"],
  scored: ["queued"],
  invalid: ["queued"],
  failed: ["queued"],
};

/** Whether a submission may go from one state to another. */
export function canMove(from: SubmissionState, to: SubmissionState): boolean {
  return TRANSITIONS[from].includes(to);
}

export const FINAL_STATES = ["scored", "invalid", "failed"] as const;

/** Where storage keeps the masks that a submitted model made; test images are always the same. */
export const predictionsKey = (submissionId: string): string =>
  `submissions/${submissionId}/predictions.zip`;

export const errorBodySchema = z.object({
  code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  fix: z.string(),
  details: z.record(z.string(), z.unknown()),
});

/** Images or steps done and to do. */
export const progressSchema = z.object({ done: z.int(), total: z.int() });

/** Why a submission does not count. */
export const disqualificationSchema = z.object({
  of: z.enum(["team", "submission"]),
  reason: z.string(),
});
export type Disqualification = z.infer<typeof disqualificationSchema>;

/** What a valid masks submission must hold; the same for browser, command line and scorer. */
export const submissionSpecSchema = z.object({
  slug: z.string(),
  classMap: classMapSchema,
  /** All test images, public and private alike, by file stem. Sizes in pixels. */
  images: z.array(z.object({ stem: z.string(), width: z.int(), height: z.int() })),
  maxArtifactBytes: z.int(),
});
export type SubmissionSpec = z.infer<typeof submissionSpecSchema>;

/** The checks in order, as the upload page shows them. */
export const CHECK_STEPS = ["archive", "names", "format", "labels"] as const;
export type CheckStep = (typeof CHECK_STEPS)[number];

/** Metadata of a tus upload (tus `Upload-Metadata`, values base64 on the wire). */
export const uploadMetadataSchema = z.discriminatedUnion("purpose", [
  z.object({
    purpose: z.literal("submission"),
    challenge: z.string(),
    filename: nameSchema(1, 255),
    lane: laneSchema.default("masks"),
    note: z.string().max(500).optional(),
  }),
  z.object({
    purpose: z.literal("challenge"),
    slug: z.string(),
    filename: nameSchema(1, 255),
    title: z.string().max(120).optional(),
    /** The slug is that of a draft, which gets this data instead of its own. */
    replace: z.literal("draft").optional(),
  }),
]);
export type UploadMetadata = z.infer<typeof uploadMetadataSchema>;
