import { setTimeout as pause } from "node:timers/promises";
import type { JobHandler } from "@maskboard/db";

/** How long a batch waits for new submissions at most before its next part: it has to end some day. */
const PATIENCE_MS = 2_000;
const LOOK_MS = 20;

/** Tells what can wait whether something that can't is being worked on in this process. */
export class Load {
  #running = 0;

  /** A handler whose jobs others wait for. */
  counted<Data>(handler: JobHandler<Data>): JobHandler<Data> {
    return {
      ...handler,
      run: async (data, context) => {
        this.#running += 1;
        try {
          await handler.run(data, context);
        } finally {
          this.#running -= 1;
        }
      },
    };
  }

  /** Resolves when no counted job runs, or when it has taken too long. */
  async idle(signal: AbortSignal): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    while (this.#running > 0 && performance.now() < until) {
      await pause(LOOK_MS, undefined, { signal });
    }
  }
}
