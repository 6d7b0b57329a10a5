import "server-only";
import type { Board, SplitName } from "@maskboard/contracts";
import { type Axis, boardAxis } from "@/components/board/axis";
import { api, orNotFound, visitorApi } from "./api";
import { briefCache } from "./brief-cache";

/** Rows that come with the page; the others are fetched when they are wanted. */
const HEAD_ROWS = 30;
const KEEP_MS = 1_000;

/** What a page needs of a board: its first rows, and what is known of all of them. */
export interface BoardHead {
  board: Board;
  total: number;
  axis: Axis;
  /** The whole board, to find a team that is further down. */
  whole: Board;
}

const short = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Numbers no longer than they are shown: they travel with every page. */
function compact(board: Board, entry: Board["entries"][number]): Board["entries"][number] {
  return {
    ...entry,
    meanIou: short(entry.meanIou, board.rounding),
    interval: entry.interval && [short(entry.interval[0], 4), short(entry.interval[1], 4)],
    perClass: entry.perClass.map(({ id, iou }) => ({ id, iou: iou && short(iou, 5) })),
    history: entry.history.map((value) => short(value, 3)),
  };
}

function headOf(whole: Board): BoardHead {
  const entries = whole.entries.slice(0, HEAD_ROWS).map((entry) => compact(whole, entry));
  return {
    board: { ...whole, entries },
    total: whole.entries.length,
    axis: boardAxis(whole.entries),
    whole,
  };
}

const publicHead = briefCache(KEEP_MS, async (slug) =>
  headOf(await (await visitorApi()).board.get({ slug })),
);

/** The public board is the same for everyone, but for drafts, which visitors do not see. */
export async function getBoardHead(
  slug: string,
  split: SplitName,
  published: boolean,
): Promise<BoardHead> {
  if (split === "public" && published) return orNotFound(publicHead(slug));
  return headOf(await orNotFound((await api()).board.get({ slug, split })));
}

/** The head with the viewer's own team, wherever it stands. */
export function withOwn({ board, whole }: BoardHead, ownTeamId: string | null): Board {
  if (!ownTeamId || board.entries.some(({ teamId }) => teamId === ownTeamId)) return board;
  const own = whole.entries.find(({ teamId }) => teamId === ownTeamId);
  return own ? { ...board, entries: [...board.entries, compact(whole, own)] } : board;
}
