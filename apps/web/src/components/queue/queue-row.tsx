import type { QueueItem } from "@maskboard/contracts";
import Link from "next/link";
import type { ReactNode } from "react";
import { Ago } from "@/components/site/local-time";
import { StateCell } from "@/components/submissions/state-cell";
import { Badge } from "@/components/ui/badge";
import { count, duration, plural } from "@/lib/format";

interface QueueRowProps {
  item: QueueItem;
  /** `null` while the page is rendered on the server. */
  now: number | null;
  /** Whether the challenge is to be named: the site's queue holds several. */
  withChallenge: boolean;
  bar?: ReactNode;
  actions: ReactNode;
}

/** One submission of the queue: what, whose, how far, by whom, and when it will be done. */
export function QueueRow({ item, now, withChallenge, bar, actions }: QueueRowProps) {
  return (
    <li className="grid gap-x-4 gap-y-1.5 border-b border-line py-2.5 text-sm sm:grid-cols-[6.5rem_minmax(0,1fr)_auto]">
      <span className="pt-0.5">
        <StateCell state={item.state} />
      </span>
      <div className="grid min-w-0 gap-1.5">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Link
            href={`/submissions/${item.id}`}
            className="rounded-sm font-medium underline-offset-4 wrap-anywhere hover:underline"
          >
            {item.filename}
          </Link>
          {item.lane === "model" ? <Badge>model</Badge> : null}
          <span className="text-muted-foreground">
            {item.team} · {item.by}
            {withChallenge ? ` · ${item.challenge}` : ""}
          </span>
        </p>
        {bar}
        <p className="text-[0.8125rem] text-muted-foreground">
          {now ? story(item, now) : "\u00a0"}
        </p>
        {item.error ? <p className="text-[0.8125rem] text-danger">{item.error.message}</p> : null}
      </div>
      <div className="flex items-start gap-2 max-sm:justify-self-start">{actions}</div>
    </li>
  );
}

/** The same as the bar, in words. */
function story(item: QueueItem, now: number): ReactNode {
  const { state, queuedAt, startedAt, finishedAt, worker, attempts, progress, expectedAt } = item;
  const parts: ReactNode[] = [];
  const since = (from: Date | null, to: number | null = now) =>
    from && to ? duration(to - from.getTime()) : null;
  const tries = attempts > 1 ? `try ${count(attempts)}` : null;
  if (state === "uploading") parts.push("the file is still arriving");
  if (state === "queued" || state === "uploaded") parts.push(`waits for ${since(queuedAt)}`);
  if (state === "checking" || state === "scoring") {
    parts.push(`runs for ${since(startedAt)}${worker ? ` on ${worker}` : ""}`);
    if (progress) parts.push(`${count(progress.done)} of ${plural(progress.total, "image")}`);
  }
  if (finishedAt) {
    parts.push(<Ago key="ago" at={finishedAt} />);
    // An upload that was cancelled has never been taken up.
    if (startedAt && startedAt < finishedAt) {
      parts.push(`took ${since(startedAt, finishedAt.getTime())}${worker ? ` on ${worker}` : ""}`);
    }
  }
  if (tries) parts.push(tries);
  if (expectedAt) {
    const left = expectedAt.getTime() - now;
    parts.push(left > 500 ? `done in about ${duration(left)}` : "done any moment");
  }
  return parts.map((part, index) => (
    <span key={index}>
      {index > 0 ? " · " : ""}
      {part}
    </span>
  ));
}
