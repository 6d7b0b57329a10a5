import type { QueueItem } from "@maskboard/contracts";
import { cn } from "@/lib/cn";
import { segmentsOf, type Window } from "./window";

const LOOKS = {
  waited: "bg-line-strong/45",
  worked: "bg-primary",
  expected: "border border-dashed border-primary/60",
} as const;

/** A submission on the time axis; the words beside it say the same. */
export function QueueBar({ item, window, now }: { item: QueueItem; window: Window; now: number }) {
  const place = (100 * (now - window.from)) / (window.to - window.from);
  return (
    <div aria-hidden className="relative h-3 rounded-full bg-muted">
      {segmentsOf(item, window, now).map(({ kind, left, width }) => (
        <span
          key={kind}
          className={cn("absolute inset-y-0 min-w-0.5 rounded-full", LOOKS[kind])}
          style={{ left: `${left}%`, width: `${width}%` }}
        />
      ))}
      <span className="absolute -inset-y-1.5 w-px bg-foreground/60" style={{ left: `${place}%` }} />
    </div>
  );
}
