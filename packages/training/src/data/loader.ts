import { availableParallelism, totalmem } from "node:os";
import type { ClassMap } from "@maskboard/contracts";
import type { ChannelStatistics, Sample } from "@maskboard/data/augment";
import { Piscina } from "piscina";
import { mixSeed } from "../random.ts";
import type { Augmentation } from "./augmentation.ts";
import { type ImageFiles, VOID } from "./load-sample.ts";
import type { Loaded, LoadJob } from "./produce.ts";

/** Images as one piece of memory. The last batch may be filled up: see `count`. */
export interface Batch {
  readonly shape: readonly [number, number, number, number];
  /** [n, h, w, 3], normalized. */
  readonly images: Float32Array;
  /** [n, h, w], positions of classes or `VOID`. */
  readonly labels: Uint8Array;
  /** Images that are real; the rest is black and void, so that every batch has one shape. */
  readonly count: number;
}

export interface LoaderOptions {
  readonly classMap: ClassMap;
  readonly size: { readonly width: number; readonly height: number };
  /** Of RGB in 0..1, as the encoder expects it. */
  readonly normalization: ChannelStatistics;
  /** What `augmentSeed` applies. */
  readonly augment: Augmentation;
  /** Threads that decode; default: all cores but one, at most 8. */
  readonly threads?: number;
}

interface BatchOptions {
  readonly batch: number;
  readonly whole?: boolean;
  readonly augmentSeed?: number;
  readonly skip?: number;
}

/** Draws of an image depend on its place, not on the thread that happens to load it. */
const seedOf = (seed: number | undefined, place: number): number | null =>
  seed === undefined ? null : mixSeed(seed, place);

/** Batches that are read ahead of the one in use. */
const AHEAD = 2;

/** Of decoded images that are kept, all together: an eighth of the memory, 2 GiB at most. */
const KEPT_BYTES = Math.min(2 ** 31, totalmem() / 8);

/**
 * Loads batches on worker threads, ahead of their use. Images are decoded and squished once, as long
 * as there is room for them, and augmented anew each time.
 */
export class Loader {
  readonly #options: LoaderOptions;
  readonly #pool: Piscina<LoadJob, Loaded>;
  readonly #kept = new Map<string, Sample>();
  #keptBytes = 0;

  constructor(options: LoaderOptions) {
    const threads = options.threads ?? Math.min(8, Math.max(1, availableParallelism() - 1));
    this.#options = options;
    this.#pool = new Piscina({
      filename: new URL("./worker.ts", import.meta.url).href,
      minThreads: threads,
      maxThreads: threads,
      // An idle thread sleeps for good instead of spinning on a shared counter.
      atomics: "disabled",
    });
  }

  /**
   * The items in their order, `batch` at a time.
   * @param whole leave out what is left for less than a batch
   * @param skip batches to pass over at the begin, draws included
   * @param augmentSeed augment with draws of this seed; without it images stay as they are
   * @throws what reading an image throws, named by its file
   */
  async *batches(
    items: readonly ImageFiles[],
    { batch, whole = false, augmentSeed, skip = 0 }: BatchOptions,
  ): AsyncGenerator<Batch> {
    const end = whole ? items.length - (items.length % batch) : items.length;
    const queue: Promise<Loaded[]>[] = [];
    let next = skip * batch;
    const fill = () => {
      while (next < end && queue.length <= AHEAD) {
        const loading = Promise.all(
          items
            .slice(next, Math.min(end, next + batch))
            .map((item, i) => this.#load(item, seedOf(augmentSeed, next + i))),
        );
        // Thrown where the batch is taken; until then nobody listens.
        loading.catch(() => {});
        queue.push(loading);
        next += batch;
      }
    };
    try {
      fill();
      while (queue.length > 0) {
        const loaded = await queue.shift()!;
        fill();
        yield this.#join(loaded, batch);
      }
    } finally {
      // Threads must not be stopped while they still load what nobody takes any more.
      await Promise.allSettled(queue);
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #load({ image, mask }: ImageFiles, seed: number | null): Promise<Loaded> {
    const { classMap, size, normalization, augment } = this.#options;
    const loaded = await this.#pool.run({
      ...{ image, mask, classMap, size, normalization },
      augment: seed === null ? null : { pipeline: augment, seed },
      decoded: this.#kept.get(image),
    });
    this.#keep(image, loaded.decoded);
    return loaded;
  }

  #keep(image: string, decoded: Sample): void {
    const bytes = decoded.rgb.length + decoded.labels.length;
    if (this.#kept.has(image) || this.#keptBytes + bytes > KEPT_BYTES) return;
    this.#kept.set(image, decoded);
    this.#keptBytes += bytes;
  }

  #join(loaded: readonly Loaded[], batch: number): Batch {
    const { width, height } = this.#options.size;
    const pixels = width * height;
    const images = new Float32Array(batch * pixels * 3);
    const labels = new Uint8Array(batch * pixels).fill(VOID);
    for (const [i, one] of loaded.entries()) {
      images.set(one.image, i * pixels * 3);
      labels.set(one.labels, i * pixels);
    }
    return { shape: [batch, height, width, 3], images, labels, count: loaded.length };
  }
}
