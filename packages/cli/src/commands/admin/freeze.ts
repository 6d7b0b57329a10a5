import { UsageError } from "../../exit.ts";
import { moment } from "../../output/format.ts";
import { rankChangesText } from "../../output/rank-changes.ts";
import { bold } from "../../output/style.ts";
import type { Report } from "../../report.ts";
import type { Session } from "../../session.ts";
import { parseInstant } from "./instant.ts";

export interface FreezeOptions {
  readonly at?: string | undefined;
  readonly off?: boolean | undefined;
  readonly dryRun?: true | undefined;
}

/**
 * `maskboard admin freeze SLUG [--at INSTANT] [--off] [--dry-run]`: the board stands still from now
 * or from an instant, or moves again.
 *
 * @throws MaskboardError `forbidden`, `schedule`, `already_revealed`
 */
export async function freeze(
  session: Session,
  slug: string,
  { at: text, off = false, dryRun }: FreezeOptions,
): Promise<Report> {
  if (off && text) throw new UsageError("--off takes no --at.", "Leave one of them out.");
  const at = text === undefined ? undefined : parseInstant(text);
  const { trpc, ask } = await session.client();
  if (dryRun) {
    const preview = await ask(trpc.phase.previewFreeze.query({ slug, off, at }));
    return {
      json: { dryRun: true, ...preview },
      text: rankChangesText(preview.changes, "No rank changes at that moment."),
    };
  }
  const schedule = off
    ? await ask(trpc.phase.unfreeze.mutate({ slug }))
    : await ask(trpc.phase.freeze.mutate({ slug, at }));
  const { frozenAt, phase } = schedule;
  const since = phase === "frozen" ? "stands still since" : "will stand still from";
  return {
    json: schedule,
    text: frozenAt
      ? `The board of ${bold(slug)} ${since} ${moment(frozenAt)}.`
      : `The board of ${bold(slug)} moves; no freeze is planned.`,
  };
}
