import "server-only";
import type { Board, ChallengeView, SplitName } from "@maskboard/contracts";
import { type Axis, boardAxis } from "@/components/board/axis";
import { api, challengeForVisitors, orNotFound, refusalCode, visitorApi } from "./api";
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

const publicHead = briefCache(
  KEEP_MS,
  async (slug) => {
    const { changesAt } = await challengeForVisitors(slug);
    return { head: headOf(await (await visitorApi()).board.get({ slug })), changesAt };
  },
  ({ changesAt }) => changesAt,
);

/**
 * The public board is the same for everyone, but for organizers, who see drafts and boards that are
 * hidden from others. `null` where it is hidden from this viewer.
 */
export async function getBoardHead(
  challenge: ChallengeView,
  split: SplitName,
): Promise<BoardHead | null> {
  const { slug, organizer, boardHidden } = challenge;
  if (boardHidden) return null;
  try {
    if (split === "public" && !organizer) return (await publicHead(slug)).head;
    return headOf(await (await api()).board.get({ slug, split }));
  } catch (error) {
    // It was hidden, or a phase has ended, since the challenge was read.
    if (refusalCode(error) === "FORBIDDEN") return null;
    return orNotFound(Promise.reject(error));
  }
}

/** The head with the viewer's own team, wherever it stands. */
export function withOwn({ board, whole }: BoardHead, ownTeamId: string | null): Board {
  if (!ownTeamId || board.entries.some(({ teamId }) => teamId === ownTeamId)) return board;
  const own = whole.entries.find(({ teamId }) => teamId === ownTeamId);
  return own ? { ...board, entries: [...board.entries, compact(whole, own)] } : board;
}
