import { join } from "node:path";
import sharp from "sharp";
import { expect, it } from "vitest";
import { tinyChallenge } from "../testing/tiny-challenge.ts";
import { openDataset } from "./dataset.ts";
import { type Batch, Loader } from "./loader.ts";

const IMAGENET = {
  mean: [0.485, 0.456, 0.406] as const,
  std: [0.229, 0.224, 0.225] as const,
};

it("gives the same batches again: decoded anew, kept, or on another number of threads", async () => {
  const dataset = await openDataset(await tinyChallenge(5, 1));
  const options = {
    ...{ classMap: dataset.classMap, size: { width: 24, height: 20 } },
    ...{ normalization: IMAGENET, augment: "strong" as const },
  };
  const read = async (loader: Loader, augmentSeed?: number): Promise<Batch[]> => {
    const batches: Batch[] = [];
    const seed = augmentSeed === undefined ? {} : { augmentSeed };
    for await (const one of loader.batches(dataset.train, { batch: 2, ...seed })) batches.push(one);
    return batches;
  };
  const [first, second] = [1, 2].map((threads) => new Loader({ ...options, threads })) as [
    Loader,
    Loader,
  ];
  try {
    const once = await read(first, 7);
    expect(once.map(({ count }) => count)).toEqual([2, 2, 1]);
    const plain = await read(first);
    // From here on the first image is another one on disk, so only what was kept gives the same.
    await sharp({ create: { width: 40, height: 40, channels: 3, background: "red" } })
      .png()
      .toFile(join(dataset.dir, "train", "images", "train-0.png"));
    expect(await read(first, 7)).toEqual(once);
    expect(await read(first, 8)).not.toEqual(once);
    expect(await read(first)).toEqual(plain);
    expect((await read(second, 7)).slice(1)).toEqual(once.slice(1));
  } finally {
    await Promise.all([first.close(), second.close()]);
  }
});
