"use client";

import type { QueueItem, QueueView } from "@maskboard/contracts";
import type { ReactNode } from "react";
import { useNow } from "@/components/site/countdown";
import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/panel";
import { count } from "@/lib/format";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { CancelDialog } from "./cancel-dialog";
import { QueueBar } from "./queue-bar";
import { QueueRow } from "./queue-row";
import { ScorerLine } from "./scorer-line";
import { windowOf } from "./window";

interface QueueTimelineProps {
  view: QueueView;
  withChallenge: boolean;
  error: unknown;
  onRetry: (id: string) => void;
  onCancel: (id: string, reason: string | undefined) => void;
}

/** Submissions that run, wait and have ended, on one axis of time that moves on. */
export function QueueTimeline(props: QueueTimelineProps) {
  const { view, withChallenge, error, onRetry, onCancel } = props;
  const now = useNow(1_000);
  const hydrated = useHydrated();
  const open = [...view.running, ...view.waiting];
  const window = now === null ? null : windowOf(open, now);

  const row = (item: QueueItem, ended = false) => {
    const again = ended ? "Score again" : "Queue again";
    return (
      <QueueRow
        key={item.id}
        item={item}
        now={now}
        withChallenge={withChallenge}
        bar={
          ended ? null : window && now !== null ? (
            <QueueBar item={item} window={window} now={now} />
          ) : (
            <div className="h-3 rounded-full bg-muted" />
          )
        }
        actions={
          <>
            {item.state === "uploading" ? null : (
              <Button
                variant="outline"
                size="sm"
                disabled={!hydrated}
                aria-label={`${again}: ${item.filename} of ${item.team}`}
                onClick={() => onRetry(item.id)}
              >
                {again}
              </Button>
            )}
            {ended ? null : (
              <CancelDialog item={item} onCancel={(reason) => onCancel(item.id, reason)} />
            )}
          </>
        }
      />
    );
  };

  return (
    <div className="grid gap-8">
      <ScorerLine view={view} />
      {error ? <ProblemNote problem={toProblem(error)} /> : null}
      <Part title="Running" total={view.totals.running}>
        {view.running.map((item) => row(item))}
      </Part>
      <Part title="Waiting" total={view.totals.waiting}>
        {view.waiting.map((item) => row(item))}
      </Part>
      {open.length === 0 ? (
        <Empty className="py-10">
          <p>Nothing waits. What teams upload shows here by itself.</p>
        </Empty>
      ) : null}
      <Part title="Ended in the last 24 hours" total={view.totals.ended}>
        {view.ended.map((item) => row(item, true))}
      </Part>
    </div>
  );
}

function Part({ title, total, children }: { title: string; total: number; children: ReactNode[] }) {
  if (total === 0) return null;
  const hidden = total - children.length;
  return (
    <section className="grid gap-1">
      <h2 className="text-lg font-semibold">
        {title} <span className="font-normal text-muted-foreground">{count(total)}</span>
      </h2>
      <ul>{children}</ul>
      {hidden > 0 ? (
        <p className="py-2 text-sm text-muted-foreground">and {count(hidden)} more</p>
      ) : null}
    </section>
  );
}
