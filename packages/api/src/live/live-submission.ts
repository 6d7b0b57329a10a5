import { setTimeout as sleep } from "node:timers/promises";
import {
  MaskboardError,
  nextBoundary,
  type SubmissionView,
  type Viewer,
} from "@maskboard/contracts";
import { getSubmission } from "@maskboard/db";
import type { Services } from "../services.ts";
import { submissionView } from "../views/submission-view.ts";

type Found = Awaited<ReturnType<typeof getSubmission>>;

/** Changes that follow each other more closely are told as one. */
const PAUSE_MS = 150;

/** A submission as it is, and again whenever something about it has changed. */
export async function* liveSubmission(
  services: Services,
  first: Found,
  viewer: Viewer,
  signal: AbortSignal | undefined,
): AsyncGenerator<SubmissionView, void> {
  const { id, challengeId } = first.submission;
  let waiting = first.submission.state === "queued";
  const watch = services.changes.watch((change) => {
    // Its place in the queue changes with other submissions, its rank with the board.
    if (change.kind === "submission") return waiting || change.id === id;
    return change.kind === "board" && change.challengeId === challengeId;
  }, signal);
  try {
    let boundary: Date | null;
    do {
      // Before the phase is looked up: a boundary in between is then waited for in vain, not missed.
      const asked = new Date();
      // Read again each time: also the right to see it may be gone.
      const found = await getSubmission(services.db, id, viewer);
      waiting = found.submission.state === "queued";
      // Ranks and private scores change with the phase, by the clock.
      boundary = nextBoundary(found.access.challenge, asked);
      yield await submissionView(services, found);
      await sleep(PAUSE_MS);
    } while (await watch.changed(boundary));
  } catch (error) {
    // A cancelled upload is gone; there is nothing more to tell.
    if (!(error instanceof MaskboardError && error.code === "not_found")) throw error;
  } finally {
    watch.close();
  }
}
