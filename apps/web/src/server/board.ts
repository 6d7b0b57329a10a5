import "server-only";
import type { Board, SplitName } from "@maskboard/contracts";
import { api, orNotFound } from "./api";

/** Rows that come with the page; the others are fetched when they are wanted. */
const HEAD_ROWS = 50;

/** The board of a split. */
export async function getBoard(slug: string, split: SplitName): Promise<Board> {
  return orNotFound((await api()).board.get({ slug, split }));
}

const short = (value: number, digits: number): number => Number(value.toFixed(digits));

/** A board with its first rows and with numbers no longer than they are shown. */
export function boardHead(board: Board, ownTeamId: string | null): Board {
  const head = board.entries.slice(0, HEAD_ROWS);
  const own = board.entries.find(({ teamId }) => teamId === ownTeamId);
  if (own && !head.includes(own)) head.push(own);
  return {
    ...board,
    entries: head.map((entry) => ({
      ...entry,
      meanIou: short(entry.meanIou, board.rounding),
      interval: entry.interval && [short(entry.interval[0], 4), short(entry.interval[1], 4)],
      perClass: entry.perClass.map(({ id, iou }) => ({ id, iou: iou && short(iou, 3) })),
      history: entry.history.map((value) => short(value, 3)),
    })),
  };
}
