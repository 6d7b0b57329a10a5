import { setTimeout as sleep } from "node:timers/promises";

/**
 * Starts a task at a fixed rate, whether or not earlier ones have ended, and measures each from the
 * moment at which it was due: a server that stalls can't slow down who measures it.
 *
 * @returns latencies in milliseconds
 */
export async function atRate(
  task: () => Promise<unknown>,
  { rate, seconds }: { rate: number; seconds: number },
): Promise<number[]> {
  const began = performance.now();
  const pending: Promise<number>[] = [];
  for (let n = 0; n < rate * seconds; n++) {
    const due = began + (n * 1_000) / rate;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    pending.push(task().then(() => performance.now() - due));
  }
  return Promise.all(pending);
}

/** The value that a share of all values lies below (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
