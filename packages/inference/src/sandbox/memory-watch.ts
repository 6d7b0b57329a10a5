import { readFile } from "node:fs/promises";

const INTERVAL_MS = 50;

/**
 * Calls `onExceeded` once the process and what it has started have had more than `limitBytes` in
 * memory: their peaks, for what is freed between two looks counts as well. Does nothing where there
 * is no /proc. Returns how to end the watch.
 */
export function watchMemory(pid: number, limitBytes: number, onExceeded: () => void): () => void {
  let busy = false;
  const timer = setInterval(async () => {
    if (busy) return;
    busy = true;
    const peak = await peakBytes(pid);
    busy = false;
    if (peak <= limitBytes) return;
    clearInterval(timer);
    onExceeded();
  }, INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** The model's process is a child of those that make its namespaces. */
async function peakBytes(pid: number): Promise<number> {
  const [status, children] = await Promise.all([
    readFile(`/proc/${pid}/status`, "latin1").catch(() => ""),
    readFile(`/proc/${pid}/task/${pid}/children`, "latin1").catch(() => ""),
  ]);
  const own = 1_024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  const theirs = await Promise.all(
    (children.match(/\d+/g) ?? []).map((child) => peakBytes(Number(child))),
  );
  return theirs.reduce((sum, bytes) => sum + bytes, own);
}
