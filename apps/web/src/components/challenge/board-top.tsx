import type { Board } from "@maskboard/contracts";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { score } from "@/lib/format";

interface BoardTopProps {
  /** `null` while the organizers hide it. */
  head: { board: Board /** Teams on the whole board. */; total: number } | null;
  slug: string;
  ownTeamId: string | null;
}

/** The first few of the board, with bars on a common axis from 0. */
export function BoardTop({ head, slug, ownTeamId }: BoardTopProps) {
  const top = head?.board.entries.slice(0, 5) ?? [];
  return (
    <section aria-labelledby="board-top">
      <div className="mb-4 flex items-baseline justify-between gap-4">
        <h2 id="board-top" className="text-lg font-semibold">
          Top of the board
        </h2>
        {head ? (
          <Link
            href={`/challenges/${slug}/leaderboard`}
            className="rounded-sm text-sm text-primary underline-offset-4 hover:underline"
          >
            All {head.total}
          </Link>
        ) : null}
      </div>
      {head === null ? (
        <p className="text-muted-foreground">The board is hidden in this phase.</p>
      ) : top.length === 0 ? (
        <p className="text-muted-foreground">
          Nobody is on the board yet. The first place is free.
        </p>
      ) : (
        <ol className="grid gap-3">
          {top.map((entry) => (
            <li key={entry.teamId} className="grid gap-1">
              <div className="flex items-baseline gap-2 text-sm">
                <span className="w-5 shrink-0 text-muted-foreground">{entry.rank}</span>
                <span className="min-w-0 truncate font-medium">{entry.team}</span>
                {entry.teamId === ownTeamId ? <Badge tone="primary">you</Badge> : null}
                {entry.house ? <Badge>house</Badge> : null}
                <span className="ml-auto font-medium">
                  {score(entry.meanIou, head.board.rounding)}
                </span>
              </div>
              <div aria-hidden className="ml-7 h-1 rounded-full bg-muted">
                <div
                  className="h-full rounded-full bg-foreground/65"
                  style={{ width: `${entry.meanIou * 100}%` }}
                />
              </div>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
