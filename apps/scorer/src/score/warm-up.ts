import { type Db, getScoringInput, listChallenges } from "@maskboard/db";
import type { Logger } from "pino";
import { submissionSpec } from "./spec.ts";
import type { TruthCache } from "./truth-cache.ts";

/** Packs the truth of running challenges, so that their first submission does not wait for it. */
export async function warmUp(
  db: Db,
  truths: TruthCache,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (const { challenge } of await listChallenges(db, null)) {
      const { activeSplitVersionId: splitVersionId, status } = challenge;
      if (!splitVersionId || status !== "published") continue;
      if (signal.aborted) return;
      const input = await getScoringInput(db, splitVersionId);
      await truths.path(splitVersionId, input, submissionSpec(input).classMap);
    }
  } catch (error) {
    if (!signal.aborted) log.warn({ err: error }, "truth not packed in advance; jobs will do it");
  }
}
