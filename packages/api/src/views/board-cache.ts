import type { SplitName } from "@maskboard/contracts";
import {
  type ChallengeAccess,
  type Db,
  privateBoardRows,
  privateGrant,
  publicBoardRows,
} from "@maskboard/db";
import { boardRefusal } from "./board-access.ts";
import { type RankedBoard, rankBoard } from "./rank-board.ts";

interface Cached {
  readonly key: string;
  readonly until: number;
  readonly ranked: Promise<RankedBoard>;
}

/** Movement is against a day ago, which moves on by itself. */
const KEEP_MS = 60_000;

/**
 * Boards by challenge and split, made anew when the challenge's revision has grown or its phase has
 * changed by the clock.
 */
export class BoardCache {
  readonly #db: Db;
  readonly #boards = new Map<string, Cached>();

  constructor(db: Db) {
    this.#db = db;
  }

  /** `null` where the viewer may not see the board. */
  get(access: ChallengeAccess, split: SplitName): Promise<RankedBoard> | null {
    if (boardRefusal(access, split)) return null;
    const { challenge } = access;
    const grant = split === "private" ? privateGrant(access) : null;
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
