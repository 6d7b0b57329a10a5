import type { RescoreChange } from "@maskboard/contracts";
import type { RescoreBatch } from "../../client/wait.ts";
import { EXIT } from "../../exit.ts";
import { count, counted, share } from "../../output/format.ts";
import { accent, bad, bold, dim } from "../../output/style.ts";
import { table } from "../../output/table.ts";
import type { Report } from "../../report.ts";
import type { Session } from "../../session.ts";
import { followBatch } from "./follow-batch.ts";
import { ranksText } from "./ranks.ts";

export interface RescoreOptions {
  readonly submission?: string | undefined;
  readonly team?: string | undefined;
  readonly dryRun?: true | undefined;
  readonly wait?: true | undefined;
}

const step = (before: number | null, after: number | null): string =>
  `${share(before)} → ${bold(share(after))}`;

function changesText(changes: readonly RescoreChange[]): string {
  if (changes.length === 0) return dim("No score changes.");
  return table(
    [
      { head: "submission" },
      { head: "team" },
      { head: "public" },
      { head: "private" },
      { head: "" },
    ],
    changes.map((row) => [
      accent(row.submissionId),
      row.team,
      row.error === null ? step(row.before, row.after) : "",
      row.error === null ? step(row.privateBefore, row.privateAfter) : "",
      row.error === null ? "" : bad(row.error),
    ]),
  );
}

function summary({ done, failed, changed, dryRun }: RescoreBatch): string {
  const words = dryRun ? "would change" : "changed";
  const rest = failed > 0 ? `, ${bad(`${count(failed)} failed`)}` : "";
  return `${counted(done, "submission")} scored again, ${count(changed)} ${words}${rest}.`;
}

/**
 * `maskboard admin rescore SLUG [--submission|--team] [--dry-run] [--wait]`: scores stored files
 * again.
 *
 * @throws MaskboardError `forbidden`, `not_found`, `wrong_state` when nothing is there to be scored
 */
export async function rescore(
  session: Session,
  slug: string,
  { submission: submissionId, team, dryRun, wait }: RescoreOptions,
): Promise<Report> {
  const client = await session.client();
  const { ask, trpc } = client;
  const started = await ask(
    trpc.rescore.start.mutate({ slug, submissionId, team, dryRun: dryRun ?? false }),
  );
  if (!dryRun && !wait) {
    const text = `${counted(started.submissions, "submission")} ${started.submissions === 1 ? "is" : "are"} being scored again.`;
    return { json: started, text };
  }
  const { rescoreId } = started;
  const batch = await followBatch(session, client, { slug, rescoreId });
  const exitCode = batch.failed > 0 || batch.state === "cancelled" ? EXIT.refused : EXIT.done;
  const text = [changesText(batch.changes), summary(batch)];
  if (!dryRun) return { json: { ...started, batch }, text: text.join("\n\n"), exitCode };
  const ranks = await ask(trpc.rescore.difference.query({ slug, rescoreId }));
  return {
    json: { dryRun: true, ...started, batch, ranks },
    text: [...text, ranksText(ranks)].join("\n\n"),
    exitCode,
  };
}
