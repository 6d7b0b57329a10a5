import type { Board, BoardEntry, SplitName } from "@maskboard/contracts";
import type { BoardRow, ChallengeRow } from "@maskboard/db";
import { rankEntries } from "@maskboard/metrics";

/** A board and which submission each team stands there with. */
export interface RankedBoard {
  readonly board: Board;
  readonly submissionIds: ReadonlyMap<string, string>;
}

/** Ranks the rows of a board as the challenge says. */
export function rankBoard(
  challenge: ChallengeRow,
  split: SplitName,
  rows: BoardRow[],
): RankedBoard {
  const { classes, rounding, phase, slug } = challenge;
  const ranked = rankEntries(rows, {
    score: (row) => row.meanIou,
    submittedAt: (row) => row.submittedAt.getTime(),
    digits: rounding,
  });
  const before = ranksYesterday(rows, rounding);
  const entries = ranked.map(({ entry: row, rank, score }): BoardEntry => {
    const yesterday = before.get(row.teamId);
    return {
      rank,
      team: row.team,
      teamId: row.teamId,
      house: row.house,
      meanIou: score,
      interval: row.interval,
      perClass: classes.map(({ id }, index) => ({ id, iou: row.classIous[index] ?? null })),
      submissions: row.submissions,
      submittedAt: row.submittedAt,
      movement: yesterday === undefined ? null : yesterday - rank,
      history: row.history,
    };
  });
  const revision = challenge.boardRevision;
  return {
    board: { challenge: slug, split, phase, rounding, classes, revision, entries },
    submissionIds: new Map(rows.map((row) => [row.teamId, row.submissionId])),
  };
}

function ranksYesterday(rows: BoardRow[], digits: number): Map<string, number> {
  const known = rows.flatMap(({ teamId, bestYesterday }) =>
    bestYesterday === null ? [] : [{ teamId, bestYesterday }],
  );
  const rules = { score: (row: (typeof known)[number]) => row.bestYesterday, digits };
  const ranked = rankEntries(known, { ...rules, submittedAt: () => 0 });
  return new Map(ranked.map(({ entry, rank }) => [entry.teamId, rank]));
}
