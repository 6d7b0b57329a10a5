import type { Board, BoardEntry, SplitName } from "@maskboard/contracts";
import {
  type BoardRow,
  type ChallengeAccess,
  type ChallengeRow,
  type Db,
  privateBoardRows,
  privateGrant,
  publicBoardRows,
} from "@maskboard/db";
import { rankEntries } from "@maskboard/metrics";

/** A board and which submission each team stands there with. */
export interface RankedBoard {
  readonly board: Board;
  readonly submissionIds: ReadonlyMap<string, string>;
}

interface Cached {
  readonly key: string;
  readonly until: number;
  readonly ranked: Promise<RankedBoard>;
}

/** Movement is against a day ago, which moves on by itself. */
const KEEP_MS = 60_000;

/** Boards by challenge and split, made anew when the challenge's revision has grown. */
export class BoardCache {
  readonly #db: Db;
  readonly #boards = new Map<string, Cached>();

  constructor(db: Db) {
    this.#db = db;
  }

  /** `null` where the viewer may not see the split. */
  get(access: ChallengeAccess, split: SplitName): Promise<RankedBoard> | null {
    const { challenge } = access;
    const grant = split === "private" ? privateGrant(access) : null;
    if (split === "private" && !grant) return null;
    const { boardRevision, phase, activeSplitVersionId } = challenge;
    const key = `${boardRevision}:${phase}:${activeSplitVersionId}`;
    const place = `${challenge.id}:${split}`;
    const cached = this.#boards.get(place);
    if (cached && cached.key === key && cached.until > Date.now()) return cached.ranked;
    const rows = grant ? privateBoardRows(this.#db, grant) : publicBoardRows(this.#db, challenge);
    const ranked = rows.then((found) => rankBoard(challenge, split, found));
    this.#boards.set(place, { key, until: Date.now() + KEEP_MS, ranked });
    // What failed is not kept; the caller hears of the error.
    ranked.catch(() => this.#boards.delete(place));
    return ranked;
  }
}

function rankBoard(challenge: ChallengeRow, split: SplitName, rows: BoardRow[]): RankedBoard {
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
