import { setTimeout as pause } from "node:timers/promises";
import type { QueueItem, QueueView, SiteQueue } from "@maskboard/contracts";
import type { MaskboardClient } from "../../client/client.ts";
import { UsageError } from "../../exit.ts";
import { count, counted, moment } from "../../output/format.ts";
import { stateText } from "../../output/state.ts";
import { accent, bad, dim } from "../../output/style.ts";
import { table } from "../../output/table.ts";
import type { Report } from "../../report.ts";
import type { Session } from "../../session.ts";

export interface QueueOptions {
  readonly watch?: true | undefined;
  readonly retry?: string | undefined;
  readonly cancel?: string | undefined;
  readonly reason?: string | undefined;
}

const WATCH_MS = 1_000;

/**
 * `maskboard admin queue [SLUG]`: what waits, runs and has ended, of one challenge or all of them.
 * `--watch` goes on until nothing waits; `--retry ID`, `--cancel ID` step in.
 *
 * @throws MaskboardError `forbidden`, `not_found`, `wrong_state`
 */
export async function queue(
  session: Session,
  slug: string | undefined,
  { watch, retry, cancel, reason }: QueueOptions,
): Promise<Report> {
  if (retry !== undefined && cancel !== undefined) {
    throw new UsageError("--retry or --cancel, not both.", "Leave one of them out.");
  }
  const client = await session.client();
  const { trpc, ask } = client;
  if (retry !== undefined) {
    await ask(
      slug === undefined
        ? trpc.admin.retry.mutate({ submissionId: retry })
        : trpc.queue.retry.mutate({ slug, submissionId: retry }),
    );
  }
  if (cancel !== undefined) {
    const input = { submissionId: cancel, reason };
    await ask(
      slug === undefined
        ? trpc.admin.cancel.mutate(input)
        : trpc.queue.cancel.mutate({ slug, ...input }),
    );
  }
  let view = await read(client, slug);
  while (watch && view.totals.waiting + view.totals.running > 0) {
    const { waiting, running } = view.totals;
    session.progress.show("queue", running, running + waiting, `${counted(waiting, "waiting")}`);
    await pause(WATCH_MS);
    view = await read(client, slug);
  }
  return { json: view, text: queueText(view) };
}

const read = ({ trpc, ask }: MaskboardClient, slug: string | undefined) =>
  slug === undefined ? ask(trpc.admin.queue.query()) : ask(trpc.queue.get.query({ slug }));

function queueText(view: QueueView | SiteQueue): string {
  const workers =
    view.workers.length === 0
      ? bad("No scorer is connected.")
      : view.workers
          .map(({ name, places, busy }) => `${accent(name)} ${busy} of ${places} busy`)
          .join(dim(" · "));
  const parts = [workers, itemsText([...view.running, ...view.waiting, ...view.ended])];
  if ("queues" in view) parts.unshift(countsText(view));
  return parts.join("\n\n");
}

function countsText({ queues }: SiteQueue): string {
  const heads = ["waiting", "active", "failed"].map((head) => ({ head, right: true }));
  return table(
    [{ head: "queue" }, ...heads],
    queues.map(({ name, waiting, active, failed }) => [
      name,
      count(waiting),
      count(active),
      failed > 0 ? bad(count(failed)) : "0",
    ]),
  );
}

function itemsText(items: readonly QueueItem[]): string {
  if (items.length === 0) return dim("No submission waits.");
  const columns = ["submission", "state", "challenge", "team", "since", "worker", "", "done"];
  return table(
    columns.map((head) => ({ head })),
    items.map((item) => [
      accent(item.id),
      stateText(item.state),
      item.challenge,
      item.team,
      dim(moment(item.finishedAt ?? item.queuedAt ?? item.createdAt)),
      item.worker ?? "",
      item.progress
        ? `${item.progress.done}/${item.progress.total}`
        : (item.error?.message ?? (item.attempts > 1 ? `try ${item.attempts}` : "")),
      item.expectedAt ? dim(moment(item.expectedAt)) : "",
    ]),
  );
}
