import { setTimeout as sleep } from "node:timers/promises";
import type { Db } from "@maskboard/db";
import type { Services } from "../services.ts";

/** A queue moves all the time; people need not see every step. */
const PAUSE_MS = 500;

/**
 * A queue as it is, and again whenever a submission has changed. Submissions of other challenges
 * count too: all share the scorers, and whoever is before one moves its end.
 */
export async function* liveQueue<View>(
  { changes, db }: Services,
  challengeId: string | null,
  signal: AbortSignal | undefined,
  view: (db: Db, challengeId: string | null) => Promise<View>,
): AsyncGenerator<View, void> {
  const watch = changes.watch((change) => change.kind === "submission", signal);
  try {
    do {
      yield await view(db, challengeId);
      await sleep(PAUSE_MS);
    } while (await watch.changed());
  } finally {
    watch.close();
  }
}
