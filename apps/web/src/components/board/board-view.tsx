"use client";

import type { Board } from "@maskboard/contracts";
import { useQuery } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { SearchIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { plural } from "@/lib/format";
import { toProblem } from "@/lib/problem";
import { usePageVisible } from "@/lib/use-page-visible";
import { useThrottled } from "@/lib/use-throttled";
import { useTRPC } from "@/trpc/client";
import { type Axis, boardAxis } from "./axis";
import { BoardHead } from "./board-head";
import { BoardRow } from "./board-row";
import { arrange, BY_RANK, firstDirection, type Sort, sharedRanks } from "./order";

interface BoardViewProps {
  /** The board with its first rows, and the viewer's own; the rest is fetched when it is wanted. */
  head: Board;
  /** Teams on the whole board. */
  total: number;
  /** The axis of the whole board. */
  headAxis: Axis;
  ownTeamId: string | null;
  /** The server's clock when it rendered, so that both sides show the same times. */
  renderedAt: number;
}

/** The own team is pinned to the top when it stands lower than the first view shows. */
const PINNED_FROM = 8;
/** A board that changes often is fetched again at most this often. */
const REFRESH_PAUSE_MS = 3_000;

export function BoardView({ head, total, headAxis, ownTeamId, renderedAt }: BoardViewProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const [search, setSearch] = useState("");
  const [sort, setSort] = useState<Sort>(BY_RANK);
  const [wanted, setWanted] = useState(false);
  const [now, setNow] = useState(renderedAt);
  const visible = usePageVisible();
  const complete = head.entries.length >= total;

  const { data, error, isFetching, refetch } = useQuery(
    trpc.board.get.queryOptions(
      { slug: head.challenge, split: head.split },
      { enabled: wanted, initialData: complete ? head : undefined, staleTime: 60_000 },
    ),
  );
  const board = data ?? head;
  const refresh = useThrottled(() => void refetch(), REFRESH_PAUSE_MS);
  useSubscription(
    trpc.board.live.subscriptionOptions(
      { slug: head.challenge },
      {
        enabled: visible,
        onData: ({ revision, phase, hidden }) => {
          // Another phase is another page: frozen, hidden, or with private scores.
          if (phase !== head.phase || hidden) router.refresh();
          if (!hidden && (revision > board.revision || phase !== board.phase)) refresh();
        },
      },
    ),
  );
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);

  const deferredSearch = useDeferredValue(search);
  const rows = useMemo(
    () => arrange(board.entries, sort, deferredSearch),
    [board, sort, deferredSearch],
  );
  const axis = useMemo(() => (data ? boardAxis(data.entries) : headAxis), [data, headAxis]);
  const shared = useMemo(() => sharedRanks(board.entries), [board]);
  const place = board.entries.findIndex(({ teamId }) => teamId === ownTeamId);
  const own = board.entries[place];
  const pinned = place >= PINNED_FROM ? own : undefined;
  const shown = data ? rows : rows.filter((entry) => entry !== own || entry.rank <= rows.length);
  const common = { classes: board.classes, axis, rounding: board.rounding, now };

  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="relative w-full sm:w-72">
          <SearchIcon aria-hidden className="absolute top-3 left-3 size-4 text-muted-foreground" />
          <Input
            type="search"
            aria-label="Find a team"
            placeholder="Find a team"
            className="pl-9"
            value={search}
            onFocus={() => setWanted(true)}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
        <p className="text-sm text-muted-foreground" aria-live="polite">
          {deferredSearch
            ? `${plural(rows.length, "team")} of ${total}`
            : plural(data ? rows.length : total, "team")}
        </p>
      </div>
      {error ? <ProblemNote problem={toProblem(error)} /> : null}
      <table className="board" style={{ "--classes": board.classes.length } as React.CSSProperties}>
        <caption className="sr-only">Teams by mean IoU, best first</caption>
        <BoardHead
          classes={board.classes}
          axis={axis}
          sort={sort}
          onSort={(key) => {
            setWanted(true);
            setSort((old) =>
              old.key === key ? { key, descending: !old.descending } : firstDirection(key),
            );
          }}
        />
        {pinned ? (
          <tbody className="pinned">
            <BoardRow entry={pinned} shared={shared.has(pinned.rank)} own {...common} />
          </tbody>
        ) : null}
        <tbody>
          {shown.map((entry) => (
            <BoardRow
              key={entry.teamId}
              entry={entry}
              shared={shared.has(entry.rank)}
              own={entry.teamId === ownTeamId}
              {...common}
            />
          ))}
        </tbody>
      </table>
      {rows.length === 0 ? (
        <p className="py-10 text-center text-muted-foreground">
          No team has “{search}” in its name.
        </p>
      ) : null}
      {data || complete ? null : (
        <LoadMore busy={isFetching} rest={total - shown.length} onWanted={() => setWanted(true)} />
      )}
    </div>
  );
}

/** Asks for the other rows when it comes near the view, or by a press. */
function LoadMore({ busy, rest, onWanted }: { busy: boolean; rest: number; onWanted: () => void }) {
  const marker = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onWanted(), {
      rootMargin: "200px",
    });
    if (marker.current) observer.observe(marker.current);
    return () => observer.disconnect();
  });
  return (
    <div ref={marker} className="grid h-20 place-items-center">
      <Button variant="outline" onClick={onWanted} disabled={busy}>
        {busy ? "Loading…" : `Show ${plural(rest, "more team")}`}
      </Button>
    </div>
  );
}
