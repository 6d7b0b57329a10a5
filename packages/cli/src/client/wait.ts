import { setTimeout as pause } from "node:timers/promises";
import { FINAL_STATES, MaskboardError, type SubmissionView } from "@maskboard/contracts";
import type { ApiOutputs, MaskboardClient } from "./client.ts";

const FIRST_PAUSE_MS = 150;
const LONGEST_PAUSE_MS = 2_000;
/** A server may restart while somebody waits. */
const PATIENCE_MS = 60_000;

/**
 * Asks again and again, with growing pauses that shorten whenever something moves, until the
 * answer is final. Outages of up to a minute are sat out.
 *
 * @param read gets the current answer
 * @param sign says whether two answers differ in something that the person should see
 */
async function follow<Answer>(
  read: () => Promise<Answer>,
  sign: (answer: Answer) => string,
  isFinal: (answer: Answer) => boolean,
  onChange: (answer: Answer) => void,
): Promise<Answer> {
  let last = "";
  let wait = FIRST_PAUSE_MS;
  let lastAnswer = performance.now();
  for (;;) {
    try {
      const answer = await read();
      lastAnswer = performance.now();
      const now = sign(answer);
      if (now !== last) {
        last = now;
        wait = FIRST_PAUSE_MS;
        onChange(answer);
      }
      if (isFinal(answer)) return answer;
    } catch (error) {
      const away = error instanceof MaskboardError && error.code === "unreachable";
      if (!away || performance.now() - lastAnswer > PATIENCE_MS) throw error;
    }
    await pause(wait);
    wait = Math.min(LONGEST_PAUSE_MS, wait * 1.4);
  }
}

export interface WaitOptions {
  /** Called with the first view and whenever state, progress or queue position change. */
  readonly onChange?: (view: SubmissionView) => void;
}

/**
 * Waits until a submission is scored, invalid or failed, and returns its last view.
 *
 * @throws MaskboardError when the server refuses to show it or stays out of reach for a minute
 */
export function waitForSubmission(
  client: MaskboardClient,
  id: string,
  { onChange }: WaitOptions = {},
): Promise<SubmissionView> {
  return follow<SubmissionView>(
    () => client.ask(client.trpc.submission.byId.query({ id })),
    (view) => JSON.stringify([view.state, view.progress, view.queuePosition]),
    (view) => (FINAL_STATES as readonly string[]).includes(view.state),
    (view) => onChange?.(view),
  );
}

export type ImportView = ApiOutputs["admin"]["importById"];

/** The same for the import of a challenge, until it is done or has failed. */
export function waitForImport(
  client: MaskboardClient,
  id: string,
  onChange: (view: ImportView) => void,
): Promise<ImportView> {
  return follow<ImportView>(
    () => client.ask(client.trpc.admin.importById.query({ id })),
    (view) => JSON.stringify([view.status, view.progress]),
    (view) => view.status === "done" || view.status === "failed",
    onChange,
  );
}

export type RescoreBatch = ApiOutputs["rescore"]["byId"];

/** The same for a batch of rescoring, until nothing waits in it any more. */
export function waitForRescore(
  client: MaskboardClient,
  batch: { slug: string; rescoreId: string },
  onChange: (view: RescoreBatch) => void,
): Promise<RescoreBatch> {
  return follow<RescoreBatch>(
    () => client.ask(client.trpc.rescore.byId.query(batch)),
    (view) => JSON.stringify([view.state, view.done, view.failed]),
    (view) => view.state !== "running",
    onChange,
  );
}
