import { EventEmitter } from "node:events";
import { type Change, listen } from "@maskboard/db";

export interface Changes {
  /** Watches for changes that `matches` says concern the watcher. */
  watch(matches: (change: Change) => boolean, signal: AbortSignal | undefined): Watch;
  close(): Promise<void>;
}

export interface Watch {
  /**
   * Resolves when something has changed since the last call; many changes at once count as one.
   * `false` when the watching is over.
   *
   * @param at an instant at which something changes by itself; it may wake a little earlier
   */
  changed(at?: Date | null): Promise<boolean>;
  close(): void;
}

/** All watchers of this process share one connection to the database. */
export async function openChanges(databaseUrl: string): Promise<Changes> {
  const emitter = new EventEmitter().setMaxListeners(0);
  const listener = await listen(databaseUrl, {
    onChange: (change) => emitter.emit("change", change),
    // Something may have been missed: everybody looks again.
    onReconnect: () => emitter.emit("change", null),
  });
  return {
    watch: (matches, signal) => watch(emitter, matches, signal),
    close: async () => {
      emitter.emit("close");
      await listener.close();
    },
  };
}

/** Timers take no longer times. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

function watch(
  emitter: EventEmitter,
  matches: (change: Change) => boolean,
  signal: AbortSignal | undefined,
): Watch {
  let pending = false;
  let over = signal?.aborted ?? false;
  let wake: (() => void) | null = null;
  const onChange = (change: Change | null) => {
    if (change !== null && !matches(change)) return;
    pending = true;
    wake?.();
  };
  const close = () => {
    over = true;
    emitter.off("change", onChange).off("close", close);
    signal?.removeEventListener("abort", close);
    wake?.();
  };
  emitter.on("change", onChange).on("close", close);
  signal?.addEventListener("abort", close);
  return {
    close,
    changed: async (at = null) => {
      const wait = at && Math.min(LONGEST_WAIT_MS, Math.max(0, at.getTime() - Date.now()));
      const timer = wait === null ? undefined : setTimeout(() => onChange(null), wait);
      while (!pending && !over) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = null;
      }
      clearTimeout(timer);
      pending = false;
      return !over;
    },
  };
}
