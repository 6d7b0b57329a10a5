import { mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import type { ClassMap, SubmissionSpec } from "@maskboard/contracts";
import { writeZip } from "@maskboard/data";
import { buildTruthPack } from "@maskboard/scoring";

/** A true mask on disk and a prediction for it. Sizes in pixels. */
export interface MaskPair {
  readonly truth: string;
  readonly prediction: string;
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

/** Makes a challenge of `count` images out of the pairs, repeated as often as needed. */
export async function makeFixture(
  dir: string,
  name: string,
  classMap: ClassMap,
  pairs: readonly MaskPair[],
  count: number,
): Promise<Fixture> {
  const truthDir = join(dir, `${name}-truth`);
  await mkdir(truthDir, { recursive: true });
  const images = Array.from({ length: count }, (_, i) => {
    return { ...pairs[i % pairs.length]!, stem: `image-${String(i).padStart(6, "0")}` };
  });
  for (const { stem, truth } of images) await symlink(truth, join(truthDir, `${stem}.png`));
  const zipPath = join(dir, `${name}.zip`);
  await writeZip(
    zipPath,
    images.map(({ stem, prediction }) => ({ path: `${stem}.png`, file: prediction })),
  );
  const truthPath = join(dir, `${name}.truth`);
  await buildTruthPack(
    truthPath,
    classMap,
    images.map((image) => ({ ...image, read: () => readFile(image.truth) })),
  );
  const spec: SubmissionSpec = {
    slug: name,
    classMap,
    images: images.map(({ stem, width, height }) => ({ stem, width, height })),
    maxArtifactBytes: 2 ** 33,
  };
  return { name, spec, zipPath, truthPath, truthDir };
}
