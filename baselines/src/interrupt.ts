import type { View } from "./view.ts";

/**
 * Runs something that can be stopped: the first Ctrl-C (or SIGTERM) aborts the signal, the second one
 * ends the process.
 */
export async function interruptible<T>(
  view: View,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  let interruptedAt = Number.NEGATIVE_INFINITY;
  const interrupt = () => {
    // A terminal's Ctrl-C arrives twice: from the terminal and from the process that waits for us.
    if (performance.now() - interruptedAt < 500) return;
    interruptedAt = performance.now();
    if (stop.signal.aborted) process.exit(130);
    view.note("Stopping as soon as what is being done is saved; once more stops at once.");
    stop.abort();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  try {
    return await work(stop.signal);
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}
