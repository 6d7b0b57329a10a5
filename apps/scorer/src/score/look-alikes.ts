import type { SimilarityJobData } from "@maskboard/contracts";
import { similarityJob } from "@maskboard/contracts";
import {
  compareWithOthers,
  type Db,
  enqueue,
  type Queue,
  savePredictionSample,
  withoutSample,
} from "@maskboard/db";
import type { Logger } from "pino";
import type { Task } from "../processor.ts";

/**
 * Keeps the sample of a scored submission and asks for its comparison with others. The score is
 * published by then: whatever fails here is logged and nothing else.
 */
export async function askForComparison(
  { db, queue }: { db: Db; queue: Queue },
  submissionId: string,
  sample: { datasetVersionId: string; labels: Uint8Array } | null,
  log: Logger,
): Promise<void> {
  try {
    if (sample) await savePredictionSample(db, { submissionId, ...sample });
    await enqueue(queue, db, similarityJob, { submissionId }, submissionId);
  } catch (error) {
    log.warn({ err: error }, "not compared with other teams' submissions");
  }
}

/**
 * The same for submissions that were scored anew, if they have no sample yet. The others have been
 * compared: what they predict has not changed.
 */
export async function fillSamples(
  services: { db: Db; queue: Queue },
  datasetVersionId: string,
  samples: readonly { submissionId: string; labels: Uint8Array }[],
  log: Logger,
): Promise<void> {
  if (samples.length === 0) return;
  const ids = samples.map(({ submissionId }) => submissionId);
  const lacking = await withoutSample(services.db, ids).catch((error: unknown) => {
    log.warn({ err: error }, "not compared with other teams' submissions");
    return new Set<string>();
  });
  for (const { submissionId, labels } of samples) {
    if (!lacking.has(submissionId)) continue;
    await askForComparison(services, submissionId, { datasetVersionId, labels }, log);
  }
}

/** Looks for other teams' submissions that are almost the same. */
export function similarityTask(db: Db): Task<SimilarityJobData> {
  return {
    async run({ submissionId }, { log }) {
      const pairs = await compareWithOthers(db, submissionId);
      if (pairs > 0) log.info({ pairs }, "look-alikes found");
      return "done";
    },
    // Nobody waits for it; the log of the queue tells why.
    dead: async () => undefined,
  };
}
