import { availableParallelism } from "node:os";
import { Piscina } from "piscina";
import type { Batch, BatchResult } from "./batch.ts";

/** Each thread takes up to 90 MB; who has the memory may ask for more of them. */
const MAX_THREADS = 4;

/** Masks in a batch: enough to outweigh a message, few enough to spread and to stop quickly. */
const BATCH_SIZE = 32;

export interface PoolOptions {
  /** Threads that decode and count; by default as many as the machine runs at once, at most 4. */
  threads?: number;
  /** Module whose default export scores a batch in a thread. */
  worker?: URL;
}

/** Threads that score batches of masks. Keep one for the life of a process; they start once. */
export class ScoringPool implements AsyncDisposable {
  readonly threads: number;
  readonly #pool: Piscina<Batch, BatchResult>;

  constructor({
    threads = Math.min(MAX_THREADS, availableParallelism()),
    worker = new URL("./batch-worker.ts", import.meta.url),
  }: PoolOptions = {}) {
    this.threads = threads;
    this.#pool = new Piscina({
      filename: worker.href,
      minThreads: threads,
      maxThreads: threads,
      // An idle thread sleeps for good instead of spinning on a shared counter.
      atomics: "disabled",
    });
    // A thread that dies fails the batch it works on, which `score` reports.
    this.#pool.on("error", () => {});
  }

  /**
   * Scores masks in batches, as many at a time as there are threads.
   *
   * Resolves or rejects only when no thread works on these masks any more, so that the caller may
   * close the files.
   *
   * @throws Error when a thread fails or dies; the signal's reason when it is aborted
   */
  async score(
    { masks, ...shared }: Batch,
    onResult: (result: BatchResult) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const batches = splitBatches(masks).values();
    let failure: { error: unknown } | null = null;
    const feed = async () => {
      for (const batch of batches) {
        if (failure) return;
        try {
          signal?.throwIfAborted();
          onResult(await this.#pool.run({ ...shared, masks: batch }));
        } catch (error) {
          failure ??= { error };
        }
      }
    };
    // A batch waits for each thread, so that none waits for the main thread.
    await Promise.all(Array.from({ length: 2 * this.threads }, feed));
    const failed = failure as { error: unknown } | null;
    if (!failed) return;
    if (signal?.aborted) throw signal.reason;
    throw new Error("A scoring thread failed.", { cause: failed.error });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.destroy();
  }
}

function splitBatches<Item>(items: readonly Item[]): Item[][] {
  const batches: Item[][] = [];
  for (let at = 0; at < items.length; at += BATCH_SIZE) {
    batches.push(items.slice(at, at + BATCH_SIZE));
  }
  return batches;
}
