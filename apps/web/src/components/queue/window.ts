import type { QueueItem } from "@maskboard/contracts";

/** A stretch of time that bars are drawn in, in milliseconds since 1970. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

const SECOND = 1_000;
/** Whoever has waited for longer begins at the left edge: the last minutes are what one looks at. */
const LONGEST_PAST = 1_800 * SECOND;
const LONGEST_AHEAD = 3_600 * SECOND;

/** From the first of those in the queue to the last expected end, with room on both sides. */
export function windowOf(items: readonly QueueItem[], now: number): Window {
  const starts = items.map((item) => (item.queuedAt ?? item.createdAt).getTime());
  const ends = items.flatMap(({ expectedAt }) => (expectedAt ? [expectedAt.getTime()] : []));
  const from = Math.max(now - LONGEST_PAST, Math.min(now - 20 * SECOND, ...starts));
  const to = Math.min(now + LONGEST_AHEAD, Math.max(now + 20 * SECOND, ...ends));
  const room = 0.02 * (to - from);
  return { from: from - room, to: to + room };
}

export interface Segment {
  readonly kind: "waited" | "worked" | "expected";
  /** Both in percent of the window. */
  readonly left: number;
  readonly width: number;
}

/** What a submission has waited, been worked on for, and will take, as parts of the window. */
export function segmentsOf(item: QueueItem, window: Window, now: number): Segment[] {
  const queued = (item.queuedAt ?? item.createdAt).getTime();
  const running = item.state === "checking" || item.state === "scoring";
  const taken = running ? Math.min(now, item.startedAt?.getTime() ?? now) : now;
  const end = item.expectedAt?.getTime() ?? now;
  const parts: [Segment["kind"], number, number][] = [
    ["waited", queued, taken],
    ["worked", taken, now],
    ["expected", now, end],
  ];
  const place = (at: number) =>
    (100 * (Math.min(window.to, Math.max(window.from, at)) - window.from)) /
    (window.to - window.from);
  return parts.flatMap(([kind, from, to]) => {
    const left = place(from);
    const width = place(to) - left;
    return width > 0 ? [{ kind, left, width }] : [];
  });
}
