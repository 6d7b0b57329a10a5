import { setTimeout as sleep } from "node:timers/promises";
import { type ChallengeAccess, getChallengeById } from "@maskboard/db";
import type { Services } from "../services.ts";

/** Changes of a board that follow each other more closely are told as one. */
const PAUSE_MS = 250;

/** The revision of a board, at once and whenever it has grown. */
export async function* liveBoard(
  { changes, db }: Services,
  { challenge }: ChallengeAccess,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ revision: number }, void> {
  const watch = changes.watch(
    (change) => change.kind === "board" && change.challengeId === challenge.id,
    signal,
  );
  try {
    const admin = { id: "", admin: true };
    let last = -1;
    do {
      const { challenge: now } = await getChallengeById(db, challenge.id, admin);
      if (now.boardRevision > last) yield { revision: now.boardRevision };
      last = now.boardRevision;
      await sleep(PAUSE_MS);
    } while (await watch.changed());
  } finally {
    watch.close();
  }
}
