import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { challengeYaml } from "./config.ts";
import { dealSplits } from "./deal-splits.ts";
import type { SceneReport } from "./scene-worker.ts";
import type { SceneTask } from "./write-scene.ts";

export interface AnimalChallengeOptions {
  /** The same seed gives the same challenge. */
  seed: number;
  /** Numbers of images. */
  train?: number;
  publicTest?: number;
  privateTest?: number;
  /** Pixels. */
  width?: number;
  height?: number;
  /** Threads that draw; as many as there are cores, at most 4, by default. */
  threads?: number;
  onProgress?: (done: number, total: number) => void;
}

/**
 * Writes a challenge folder: `challenge.yaml`, `train` and `test` with `images`, `masks` and
 * `depth`, and `test/split.csv`. Stems run through and say nothing about the split.
 *
 * @throws RangeError for sizes that can't be drawn; errors of the file system as they are
 */
export async function writeAnimalChallenge(
  directory: string,
  {
    seed,
    train = 120,
    publicTest = 40,
    privateTest = 40,
    width = 350,
    height = 350,
    threads = Math.min(4, availableParallelism()),
    onProgress,
  }: AnimalChallengeOptions,
): Promise<void> {
  const test = publicTest + privateTest;
  const total = train + test;
  for (const part of ["train", "test"]) {
    for (const kind of ["images", "masks", "depth"]) {
      await mkdir(join(directory, part, kind), { recursive: true });
    }
  }
  const tasks = Array.from({ length: total }, (_, index): SceneTask => {
    const folder = join(directory, index < train ? "train" : "test");
    const stem = `animal-${String(index + 1).padStart(4, "0")}`;
    return { seed, index, width, height, folder, stem };
  });
  const species = await drawAll(tasks, threads, (done) => onProgress?.(done, total));
  const images = tasks.slice(train).map(({ stem }) => ({
    file: `${stem}.jpg`,
    species: species.get(stem) ?? [],
  }));
  await writeFile(join(directory, "test", "split.csv"), dealSplits(images, publicTest, seed));
  // The file that makes it a challenge comes last: a folder without it is unfinished.
  await writeFile(join(directory, "challenge.yaml"), challengeYaml({ train, test, width, height }));
}

/** Draws all tasks on `threads` threads; gives the species by stem. */
async function drawAll(
  tasks: readonly SceneTask[],
  threads: number,
  onDone: (done: number) => void,
): Promise<Map<string, string[]>> {
  const species = new Map<string, string[]>();
  const count = Math.max(1, Math.min(threads, tasks.length));
  const workers = Array.from({ length: count }, (_, k) => {
    const own = tasks.filter((_, i) => i % count === k);
    return new Worker(new URL("./scene-worker.ts", import.meta.url), { workerData: own });
  });
  try {
    await Promise.all(
      workers.map(
        (worker) =>
          new Promise<void>((resolve, reject) => {
            worker.on("message", (report: SceneReport) => {
              species.set(report.stem, report.species);
              onDone(species.size);
            });
            worker.on("error", reject);
            worker.on("exit", (code) => {
              if (code === 0) resolve();
              else reject(new Error(`A drawing thread stopped with code ${code}.`));
            });
          }),
      ),
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return species;
}
