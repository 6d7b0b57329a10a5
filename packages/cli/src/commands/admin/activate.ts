import type { MaskboardClient } from "../../client/client.ts";
import { EXIT, UsageError } from "../../exit.ts";
import { counted } from "../../output/format.ts";
import { bold } from "../../output/style.ts";
import type { Report } from "../../report.ts";
import type { Session } from "../../session.ts";
import { followBatch } from "./follow-batch.ts";
import { ranksText } from "./ranks.ts";

export interface ActivateOptions {
  readonly reason?: string | undefined;
  readonly dryRun?: true | undefined;
  readonly wait?: true | undefined;
}

/**
 * `maskboard admin activate SLUG VERSION [--dry-run] [--wait]`: makes a split version count. A dry
 * run scores what is missing for it, which nobody sees, and shows what ranks would become.
 *
 * @throws MaskboardError `forbidden`, `not_found`
 */
export async function activate(
  session: Session,
  slug: string,
  version: string,
  { reason, dryRun, wait }: ActivateOptions,
): Promise<Report> {
  const number = Number(version);
  if (!Number.isInteger(number) || number < 1) {
    throw new UsageError(
      `"${version}" is no version.`,
      "Give its number; `maskboard admin split SLUG` lists them.",
    );
  }
  const client = await session.client();
  if (dryRun) return rehearse(session, client, slug, number);
  const { ask, trpc } = client;
  const result = await ask(trpc.split.activate.mutate({ slug, version: number, reason }));
  const { activated, missing, rescoreId } = result;
  const title = activated
    ? `Split ${bold(version)} is active.`
    : `Split ${bold(version)} was active already.`;
  if (!rescoreId) return { json: result, text: title };
  if (!wait) {
    const rest = `${counted(missing, "submission")} without a score for it ${missing === 1 ? "is" : "are"} being scored now.`;
    return { json: result, text: `${title} ${rest}` };
  }
  const batch = await followBatch(session, client, { slug, rescoreId });
  return {
    json: { ...result, batch },
    text: `${title} ${counted(batch.done, "submission")} scored for it, ${batch.failed} failed.`,
    exitCode: batch.failed > 0 ? EXIT.refused : EXIT.done,
  };
}

async function rehearse(
  session: Session,
  client: MaskboardClient,
  slug: string,
  version: number,
): Promise<Report> {
  const { ask, trpc } = client;
  const { scored, submissions, active, rescore } = await ask(
    trpc.split.byVersion.query({ slug, version }),
  );
  if (!active && scored < submissions) {
    const running = rescore?.state === "running" ? { rescoreId: rescore.id } : null;
    const { rescoreId } = running ?? (await ask(trpc.split.prepare.mutate({ slug, version })));
    await followBatch(session, client, { slug, rescoreId });
  }
  const difference = await ask(trpc.split.difference.query({ slug, version }));
  return { json: { dryRun: true, version, ...difference }, text: ranksText(difference) };
}
