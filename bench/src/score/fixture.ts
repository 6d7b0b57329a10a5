import { mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import type { ClassMap, SubmissionSpec } from "@maskboard/contracts";
import { writeZip } from "@maskboard/data";
import { buildTruthPack } from "@maskboard/scoring";

/** A mask on disk. Sizes in pixels. */
export interface MaskFile {
  readonly path: string;
  readonly width: number;
  readonly height: number;
}

/** A challenge and a submission to it, ready to be scored by us and by others. */
export interface Fixture {
  readonly name: string;
  readonly spec: SubmissionSpec;
  readonly zipPath: string;
  readonly truthPath: string;
  /** True masks under the names that they have in the zip. */
  readonly truthDir: string;
}

/**
 * Pairs each mask with another one of its size as the prediction, so that both sides are real files
 * and differ a lot, and repeats the pairs until there are `count`.
 */
export async function makeFixture(
  dir: string,
  name: string,
  classMap: ClassMap,
  masks: readonly MaskFile[],
  count: number,
): Promise<Fixture> {
  const bySize = Map.groupBy(masks, ({ width, height }) => `${width}x${height}`);
  const pairs = [...bySize.values()].flatMap((group) =>
    group.map((truth, i) => ({ truth, prediction: group[(i + 1) % group.length]! })),
  );
  const truthDir = join(dir, `${name}-truth`);
  await mkdir(truthDir, { recursive: true });
  const images = Array.from({ length: count }, (_, i) => {
    return { ...pairs[i % pairs.length]!, stem: `image-${String(i).padStart(6, "0")}` };
  });
  for (const { stem, truth } of images) await symlink(truth.path, join(truthDir, `${stem}.png`));
  const zipPath = join(dir, `${name}.zip`);
  await writeZip(
    zipPath,
    images.map(({ stem, prediction }) => ({ path: `${stem}.png`, file: prediction.path })),
  );
  const truthPath = join(dir, `${name}.truth`);
  await buildTruthPack(
    truthPath,
    classMap,
    images.map(({ stem, truth }) => {
      const { width, height } = truth;
      return { stem, width, height, read: () => readFile(truth.path) };
    }),
  );
  const spec: SubmissionSpec = {
    slug: name,
    classMap,
    images: images.map(({ stem, truth: { width, height } }) => ({ stem, width, height })),
    maxArtifactBytes: 2 ** 33,
  };
  return { name, spec, zipPath, truthPath, truthDir };
}
