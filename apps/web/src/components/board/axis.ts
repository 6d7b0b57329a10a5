import type { BoardEntry } from "@maskboard/contracts";

/** The span of scores that the whiskers share, in tenths, so that it rarely moves. */
export interface Axis {
  from: number;
  to: number;
}

export function boardAxis(entries: readonly BoardEntry[]): Axis {
  let from = 1;
  let to = 0;
  for (const { meanIou, interval } of entries) {
    from = Math.min(from, interval?.[0] ?? meanIou);
    to = Math.max(to, interval?.[1] ?? meanIou);
  }
  if (from > to) return { from: 0, to: 1 };
  const low = Math.max(0, Math.floor(from * 10) / 10);
  const high = Math.min(1, Math.ceil(to * 10) / 10);
  return high > low ? { from: low, to: high } : { from: Math.max(0, low - 0.1), to: high };
}

/** Place of a value on the axis in percent of its length, kept inside. */
export function place(axis: Axis, value: number): number {
  const share = (value - axis.from) / (axis.to - axis.from);
  return Math.round(Math.min(1, Math.max(0, share)) * 1_000) / 10;
}
