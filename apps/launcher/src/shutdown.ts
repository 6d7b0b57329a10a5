import { print, yellow } from "../../../scripts/lib/terminal.mjs";

/** Repeats of a signal within this time are the same wish: a terminal and npm both pass it on. */
const SAME_WISH_MS = 1_000;
/** How long a start that is under way may take to notice that it should end. */
const PATIENCE_MS = 15_000;

/** Ends things in the reverse order of their start. */
export class Shutdown {
  readonly #cleanups: { name: string; run: () => Promise<unknown> }[] = [];
  readonly #aborted = new AbortController();
  #asked = 0;

  /** Aborted when someone asks for the end; what takes long should watch it. */
  get signal(): AbortSignal {
    return this.#aborted.signal;
  }

  /** Tells what is under way to end early. */
  cancel(): void {
    this.#aborted.abort();
  }

  /** Remembers how to end something that has just been started. */
  add(name: string, run: () => Promise<unknown>): void {
    this.#cleanups.push({ name, run });
  }

  /** Resolves when someone asks for the end by Ctrl-C, a signal or by closing the terminal. */
  asked(): Promise<void> {
    return new Promise((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
        process.on(signal, () => {
          const before = this.#asked;
          this.#asked = Date.now();
          if (before > 0 && this.#asked - before < SAME_WISH_MS) return;
          // Asked again: no more patience. Children end with us, Postgres recovers by itself.
          if (before > 0) process.exit(1);
          print(`\n  ${yellow("■")} Stopping`);
          this.cancel();
          resolve();
        });
      }
    });
  }

  /** Lets the start notice, then ends all that it has started. */
  async run(start: Promise<unknown>): Promise<void> {
    this.cancel();
    const settled = start.then(
      () => {},
      () => {},
    );
    await Promise.race([
      settled,
      new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref()),
    ]);
    for (const { name, run } of this.#cleanups.reverse()) {
      try {
        await run();
      } catch (error) {
        print(`  ! ${name} did not stop cleanly: ${(error as Error).message}`);
      }
    }
  }
}
