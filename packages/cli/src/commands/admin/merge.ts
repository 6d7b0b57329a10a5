import { MaskboardError } from "@maskboard/contracts";
import { counted } from "../../output/format.ts";
import { rankPreviewText } from "../../output/rank-changes.ts";
import { bold } from "../../output/style.ts";
import { facts } from "../../output/table.ts";
import type { Report } from "../../report.ts";
import type { Session } from "../../session.ts";
import { findTeam } from "./find-team.ts";

export interface MergeOptions {
  readonly team: string;
  readonly into: string;
  readonly dryRun?: true | undefined;
}

/**
 * `maskboard admin merge SLUG --team A --into B`: A's members and submissions move to B.
 *
 * @throws MaskboardError `team_full`, `merge_limit`, `team_disqualified`, `wrong_state`, `not_found`
 */
export async function merge(
  session: Session,
  slug: string,
  options: MergeOptions,
): Promise<Report> {
  const client = await session.client();
  const { trpc, ask } = client;
  const from = await findTeam(client, slug, options.team);
  const into = await findTeam(client, slug, options.into);
  const plan = { slug, from: from.id, into: into.id };
  if (!options.dryRun) {
    const result = await ask(trpc.moderation.merge.mutate(plan));
    const unset = result.finalsUnset.length;
    return {
      json: result,
      text: `${bold(from.name)} is part of ${bold(into.name)} now${unset > 0 ? `; ${counted(unset, "final submission")} unset` : ""}.`,
    };
  }
  const preview = await ask(trpc.moderation.previewMerge.query(plan));
  const { merge: result, ranks } = preview;
  if (result.refusal) {
    const { code, message, details } = result.refusal;
    throw new MaskboardError(code, message, details);
  }
  const text = facts([
    ["members", `${result.members} of at most ${result.teamSize}`],
    [
      "submissions",
      `${result.submissions} of at most ${result.allowed} in ${counted(result.days, "day")}`,
    ],
    ["finals unset", String(result.finalsUnset.length)],
  ]);
  return {
    json: { dryRun: true, ...preview },
    text: ranks ? `${text}\n\n${rankPreviewText(ranks)}` : text,
  };
}
