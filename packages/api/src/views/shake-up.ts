import type { Board, ShakeUp } from "@maskboard/contracts";
import {
  type ChallengeAccess,
  type Db,
  privateBoardRows,
  privateGrant,
  publicBoardRows,
  rehearsed,
} from "@maskboard/db";
import type { BoardCache } from "./board-cache.ts";
import { rankBoard } from "./rank-board.ts";

/**
 * What a reveal at this moment would show, for organizers: the last public board, with what came
 * after a freeze, beside the private one.
 */
export async function rehearsedShakeUp(db: Db, access: ChallengeAccess): Promise<ShakeUp> {
  const now = new Date();
  const row =
    access.challenge.phase === "revealed"
      ? access.challenge
      : rehearsed(access.challenge, { revealedAt: now }, now, now);
  const grant = privateGrant({ ...access, challenge: row })!;
  const [shown, hidden] = await Promise.all([
    publicBoardRows(db, row),
    privateBoardRows(db, grant),
  ]);
  const revealed = access.challenge.phase === "revealed";
  return compare(
    rankBoard(row, "public", shown).board,
    rankBoard(row, "private", hidden).board,
    revealed,
  );
}

/** From public to private rank; `null` for whoever may not see one of the boards. */
export async function shakeUp(
  boards: BoardCache,
  access: ChallengeAccess,
): Promise<ShakeUp | null> {
  if (access.challenge.phase !== "revealed") return null;
  const [shown, hidden] = await Promise.all([
    boards.get(access, "public"),
    boards.get(access, "private"),
  ]);
  return shown && hidden ? compare(shown.board, hidden.board, true) : null;
}

function compare(shown: Board, hidden: Board, revealed: boolean): ShakeUp {
  const publicOf = new Map(shown.entries.map((entry) => [entry.teamId, entry]));
  const privateOf = new Map(hidden.entries.map((entry) => [entry.teamId, entry]));
  const place = (entry: Board["entries"][number] | undefined) =>
    entry ? { rank: entry.rank, meanIou: entry.meanIou } : null;
  const alone = shown.entries.filter(({ teamId }) => !privateOf.has(teamId));
  return {
    challenge: shown.challenge,
    rounding: shown.rounding,
    revealed,
    teams: [...hidden.entries, ...alone].map(({ teamId, team, house }) => ({
      teamId,
      team,
      house,
      public: place(publicOf.get(teamId)),
      private: place(privateOf.get(teamId)),
    })),
  };
}
