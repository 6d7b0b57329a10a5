import type { SimilarPair } from "@maskboard/contracts";
import type { listSimilar } from "@maskboard/db";

type Found = Awaited<ReturnType<typeof listSimilar>>[number];
type Side = { submission: Found["earlier"]; team: Found["earlierTeam"] };

export function toPair(row: Found): SimilarPair {
  const { similarity } = row;
  return {
    id: similarity.id,
    kind: similarity.kind,
    agreement: similarity.agreement,
    foundAt: similarity.createdAt,
    dismissed: similarity.dismissedAt && {
      at: similarity.dismissedAt,
      by: row.dismissedBy ?? "a former organizer",
    },
    earlier: side(
      { submission: row.earlier, team: row.earlierTeam },
      row.earlierBy,
      row.earlierScore,
    ),
    later: side({ submission: row.later, team: row.laterTeam }, row.laterBy, row.laterScore),
  };
}

const side = (
  { submission, team }: Side,
  by: string | null,
  publicMeanIou: number | null,
): SimilarPair["earlier"] => ({
  submissionId: submission.id,
  team: team.name,
  by: by ?? "former member",
  filename: submission.filename,
  createdAt: submission.createdAt,
  publicMeanIou,
  disqualified: submission.disqualifiedAt !== null || team.disqualifiedAt !== null,
});
