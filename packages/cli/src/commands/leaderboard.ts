import type { Board, BoardEntry, SplitName } from "@maskboard/contracts";
import { bar, sparkline } from "../output/bars.ts";
import { count, moment, share } from "../output/format.ts";
import { accent, bold, dim } from "../output/style.ts";
import { table } from "../output/table.ts";
import type { Report } from "../report.ts";
import type { Session } from "../session.ts";

function movement(entry: BoardEntry): string {
  if (entry.movement === null) return dim("new");
  if (entry.movement === 0) return "";
  return entry.movement > 0 ? `▲${entry.movement}` : `▼${-entry.movement}`;
}

/** The board as a table: rank, team, score with its interval, and how active the team is. */
function boardText(board: Board): string {
  const title = `${bold(board.challenge)} ${dim(`· ${board.split} split · ${board.phase}`)}`;
  if (board.entries.length === 0) return `${title}\n\n${dim("No scored submissions yet.")}`;
  const rows = board.entries.map((entry) => [
    String(entry.rank),
    entry.house ? dim(entry.team) : entry.team,
    bold(share(entry.meanIou, board.rounding)),
    entry.interval
      ? dim(`${share(entry.interval[0], 3)} to ${share(entry.interval[1], 3)}`)
      : dim("–"),
    accent(bar(entry.meanIou, 16)),
    dim(entry.history.length > 1 ? sparkline(entry.history) : ""),
    movement(entry),
    count(entry.submissions),
    dim(moment(entry.submittedAt)),
  ]);
  const columns = [
    { head: "rank", right: true },
    { head: "team" },
    { head: "mean IoU", right: true },
    { head: "95 % interval" },
    { head: "" },
    { head: "history" },
    { head: "24 h" },
    { head: "submissions", right: true },
    { head: "best since" },
  ];
  return `${title}\n\n${table(columns, rows)}`;
}

/**
 * `maskboard leaderboard SLUG`.
 *
 * @throws MaskboardError `forbidden` for the private split before the reveal
 */
export async function leaderboard(
  session: Session,
  slug: string,
  { split }: { split: SplitName },
): Promise<Report> {
  const client = await session.client();
  const board = await client.ask(client.trpc.board.get.query({ slug, split }));
  return { json: board, text: boardText(board) };
}
