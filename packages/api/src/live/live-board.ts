import { setTimeout as sleep } from "node:timers/promises";
import { nextBoundary, type Phase, type Viewer } from "@maskboard/contracts";
import { type ChallengeAccess, getChallengeById } from "@maskboard/db";
import type { Services } from "../services.ts";
import { boardHidden } from "../views/board-access.ts";

/** Changes of a board that follow each other more closely are told as one. */
const PAUSE_MS = 250;

interface BoardState {
  revision: number;
  phase: Phase;
  /** Whether the viewer may not see the board in this phase. */
  hidden: boolean;
}

/**
 * The revision and phase of a board, at once and whenever they have changed: by a score, by an
 * organizer, or by the clock at a planned instant.
 */
export async function* liveBoard(
  { changes, db }: Services,
  { challenge }: ChallengeAccess,
  viewer: Viewer | null,
  signal: AbortSignal | undefined,
): AsyncGenerator<BoardState, void> {
  const watch = changes.watch(
    (change) => change.kind === "board" && change.challengeId === challenge.id,
    signal,
  );
  try {
    let last: BoardState | null = null;
    let boundary: Date | null;
    do {
      // Before the phase is looked up: a boundary in between is then waited for in vain, not missed.
      const asked = new Date();
      const access = await getChallengeById(db, challenge.id, viewer);
      const { boardRevision: revision, phase } = access.challenge;
      const state = { revision, phase, hidden: boardHidden(access) };
      if (!last || revision > last.revision || phase !== last.phase) yield state;
      last = state;
      boundary = nextBoundary(access.challenge, asked);
      await sleep(PAUSE_MS);
    } while (await watch.changed(boundary));
  } finally {
    watch.close();
  }
}
