import { UsageError } from "../../exit.ts";
import { rankPreviewText } from "../../output/rank-changes.ts";
import { bold } from "../../output/style.ts";
import type { Report } from "../../report.ts";
import type { Session } from "../../session.ts";
import { findTeam } from "./find-team.ts";

export interface DisqualifyOptions {
  readonly team?: string | undefined;
  readonly submission?: string | undefined;
  readonly reason?: string | undefined;
  readonly restore?: true | undefined;
  readonly dryRun?: true | undefined;
}

/**
 * `maskboard admin disqualify SLUG (--team T | --submission ID) --reason R`: takes a team or one
 * submission off the boards, or restores it.
 *
 * @throws UsageError unless there is one subject, and a reason to disqualify it
 * @throws MaskboardError `not_found`, `forbidden`
 */
export async function disqualify(
  session: Session,
  slug: string,
  options: DisqualifyOptions,
): Promise<Report> {
  const { team, submission, restore = false, dryRun = false } = options;
  if ((team === undefined) === (submission === undefined)) {
    throw new UsageError("Whom? One subject is needed.", "Give --team or --submission.");
  }
  if (!restore && !dryRun && options.reason === undefined) {
    throw new UsageError("The team has to read why.", "Give --reason.");
  }
  const reason = restore ? null : (options.reason ?? "a look at the ranks");
  const client = await session.client();
  const { trpc, ask } = client;
  const found = team === undefined ? null : await findTeam(client, slug, team);
  const name = found?.name ?? submission!;
  const subject = found ? { team: found.id } : { submission: submission! };
  if (dryRun) {
    const ranks = await ask(trpc.moderation.previewJudgement.query({ slug, subject, reason }));
    return { json: { dryRun, restore, subject, ...ranks }, text: rankPreviewText(ranks) };
  }
  await ask(trpc.moderation.judge.mutate({ slug, subject, reason }));
  return {
    json: { restore, subject, name, reason },
    text: restore ? `${bold(name)} counts again.` : `${bold(name)} is disqualified: ${reason}`,
  };
}
