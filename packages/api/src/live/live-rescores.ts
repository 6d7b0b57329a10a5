import { setTimeout as sleep } from "node:timers/promises";
import type { RescoreView } from "@maskboard/contracts";
import { type ChallengeAccess, listRescores } from "@maskboard/db";
import type { Services } from "../services.ts";
import { rescoreView } from "../views/rescore-view.ts";

/** Changes that follow each other more closely are told as one. */
const PAUSE_MS = 300;

/** The batches of a challenge, newest first, and again whenever one of them has moved on. */
export async function* liveRescores(
  { changes, db }: Services,
  { challenge }: ChallengeAccess,
  signal: AbortSignal | undefined,
): AsyncGenerator<RescoreView[], void> {
  const watch = changes.watch(
    (change) => change.kind === "rescore" && change.challengeId === challenge.id,
    signal,
  );
  try {
    do {
      const found = await listRescores(db, challenge.id);
      yield found.map((batch) => rescoreView(challenge.slug, batch));
      await sleep(PAUSE_MS);
    } while (await watch.changed());
  } finally {
    watch.close();
  }
}
