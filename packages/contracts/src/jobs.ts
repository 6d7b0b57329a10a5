import { z } from "zod";

/**
 * The catalog of jobs: what is in the queue and how it is retried. Handlers live in the scorer.
 * `heartbeatSeconds`: a job whose worker is silent for so long is taken up by another one.
 */
interface JobDefinition<Schema extends z.ZodType> {
  readonly queue: string;
  readonly schema: Schema;
  readonly retryLimit: number;
  readonly retryDelaySeconds: number;
  readonly expireSeconds: number;
  readonly heartbeatSeconds: number;
}

const define = <Schema extends z.ZodType>(job: JobDefinition<Schema>): JobDefinition<Schema> => job;

/** Checks and scores one submission against one split version. */
export const scoreJob = define({
  queue: "score",
  schema: z.strictObject({ submissionId: z.string(), splitVersionId: z.string() }),
  // Our own faults are often short (storage, database): 5 tries with growing pauses.
  retryLimit: 5,
  retryDelaySeconds: 2,
  expireSeconds: 3_600,
  // "Taken up again within a minute": 15 s of silence plus the supervision interval.
  heartbeatSeconds: 15,
});

/** Imports an uploaded challenge archive. */
export const importJob = define({
  queue: "import",
  schema: z.strictObject({ importId: z.string() }),
  retryLimit: 2,
  retryDelaySeconds: 5,
  expireSeconds: 7_200,
  heartbeatSeconds: 30,
});

/**
 * Scores a part of the submissions of a batch, the `lane`-th of `RESCORE_LANES`; what is left goes
 * into a job with the next `step`, so that batches take turns.
 */
export const rescoreJob = define({
  queue: "rescore",
  schema: z.strictObject({ rescoreId: z.string(), lane: z.int(), step: z.int() }),
  retryLimit: 5,
  retryDelaySeconds: 2,
  expireSeconds: 3_600,
  heartbeatSeconds: 15,
});

/** Parts that a batch is dealt to, so that several scorers can work on one. */
export const RESCORE_LANES = 4;

/** Compares a scored submission with those of other teams. Nothing waits for it. */
export const similarityJob = define({
  queue: "similarity",
  schema: z.strictObject({ submissionId: z.string() }),
  retryLimit: 2,
  retryDelaySeconds: 30,
  expireSeconds: 600,
  heartbeatSeconds: 30,
});

/** Brings the texts of a challenge's data kit up to date with what was edited. */
export const kitJob = define({
  queue: "kit",
  schema: z.strictObject({ challengeId: z.string() }),
  retryLimit: 3,
  retryDelaySeconds: 10,
  expireSeconds: 3_600,
  heartbeatSeconds: 30,
});

export const JOBS = [scoreJob, importJob, rescoreJob, similarityJob, kitJob] as const;

export type ScoreJobData = z.infer<typeof scoreJob.schema>;
export type KitJobData = z.infer<typeof kitJob.schema>;
export type ImportJobData = z.infer<typeof importJob.schema>;
export type SimilarityJobData = z.infer<typeof similarityJob.schema>;
export type RescoreJobData = z.infer<typeof rescoreJob.schema>;

/** Part of a score's identity: bump it whenever a score could come out differently. */
export const SCORER_VERSION = "1";
