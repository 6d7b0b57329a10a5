import type { RankChange, RankDifference } from "@maskboard/contracts";
import { count, share } from "../../output/format.ts";
import { bold, dim } from "../../output/style.ts";
import { table } from "../../output/table.ts";

const place = (standing: RankChange["before"]): string => (standing ? String(standing.rank) : "–");

function boardText(title: string, changes: readonly RankChange[]): string {
  if (changes.length === 0) return `${bold(title)} ${dim("no rank and no score changes")}`;
  const rows = changes.map(({ team, before, after }) => [
    team,
    place(before),
    bold(place(after)),
    share(before?.meanIou),
    bold(share(after?.meanIou)),
  ]);
  const columns = [
    { head: "team" },
    { head: "rank", right: true },
    { head: "becomes", right: true },
    { head: "mean IoU", right: true },
    { head: "becomes", right: true },
  ];
  return `${bold(title)}\n${table(columns, rows)}`;
}

/** Both boards, before and after. */
export function ranksText(difference: RankDifference): string {
  const { submissions, scored } = difference;
  return [
    boardText("public board", difference.public),
    boardText("private board", difference.private),
    dim(`By the scores of ${count(scored)} of ${count(submissions)} submissions.`),
  ].join("\n\n");
}
