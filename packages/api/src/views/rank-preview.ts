import type { RankChange, RankPreview } from "@maskboard/contracts";
import {
  type BoardRow,
  type ChallengeAccess,
  type Db,
  type Executor,
  privateBoardRows,
  privateGrant,
  publicBoardRows,
} from "@maskboard/db";
import { rankEntries } from "@maskboard/metrics";

/** Ends a transaction without its effects. */
class Undone extends Error {}

/**
 * What a change would do to both boards: it is made in a transaction, the boards are read as
 * everybody would see them, and the transaction is rolled back.
 * @throws whatever the change throws
 */
export async function previewRanks(
  db: Db,
  access: ChallengeAccess,
  change: (tx: Executor) => Promise<unknown>,
): Promise<RankPreview> {
  let preview: RankPreview | undefined;
  try {
    await db.transaction(async (tx) => {
      const before = await readBoards(tx, access);
      await change(tx);
      const after = await readBoards(tx, access);
      const { rounding } = access.challenge;
      preview = {
        public: rankChanges(before.public, after.public, rounding),
        private: rankChanges(before.private, after.private, rounding),
      };
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
  return preview!;
}

/** Both boards as they are. */
export async function readBoards(tx: Executor, access: ChallengeAccess) {
  const grant = privateGrant(access);
  return {
    public: await publicBoardRows(tx, access.challenge),
    private: grant ? await privateBoardRows(tx, grant) : [],
  };
}

type Place = { rank: number; meanIou: number };

/** Teams whose rank or score differs, in the order of the board as it would be. */
export function rankChanges(
  before: readonly BoardRow[],
  after: readonly BoardRow[],
  digits: number,
): RankChange[] {
  const [old, next] = [places(before, digits), places(after, digits)];
  const names = new Map([...before, ...after].map(({ teamId, team }) => [teamId, team]));
  const same = (a: Place | undefined, b: Place | undefined) =>
    a?.rank === b?.rank && a?.meanIou === b?.meanIou;
  return [...names]
    .filter(([teamId]) => !same(old.get(teamId), next.get(teamId)))
    .map(([teamId, team]) => ({
      teamId,
      team,
      before: old.get(teamId) ?? null,
      after: next.get(teamId) ?? null,
    }))
    .sort((a, b) => rankOf(a) - rankOf(b));
}

/** Where a team is listed: who leaves the board stands where they stood. */
const rankOf = ({ before, after }: RankChange): number =>
  after?.rank ?? (before?.rank ?? Number.POSITIVE_INFINITY) - 0.5;

function places(rows: readonly BoardRow[], digits: number): Map<string, Place> {
  const ranked = rankEntries(rows, {
    score: (row) => row.meanIou,
    submittedAt: (row) => row.submittedAt.getTime(),
    digits,
  });
  return new Map(ranked.map(({ entry, rank, score }) => [entry.teamId, { rank, meanIou: score }]));
}
