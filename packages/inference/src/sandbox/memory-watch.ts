import { readFile } from "node:fs/promises";

const INTERVAL_MS = 50;

/**
 * Calls `onExceeded` once the process has more than `limitBytes` in memory; does nothing where
 * there is no /proc. Returns how to end the watch.
 */
export function watchMemory(pid: number, limitBytes: number, onExceeded: () => void): () => void {
  const timer = setInterval(async () => {
    const resident = await residentBytes(pid);
    if (resident <= limitBytes) return;
    clearInterval(timer);
    onExceeded();
  }, INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "latin1").catch(() => "");
  return 1_024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
}
