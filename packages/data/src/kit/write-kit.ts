import type { Writable } from "node:stream";
import type { ChallengeFolder } from "../folder/types.ts";
import { encodeLabelPng } from "../png-encode.ts";
import { writeZip, type ZipItem, zipToBuffer } from "../zip-write.ts";
import { type KitContext, type KitFacts, kitTexts } from "./readme.ts";

/**
 * Streams the data kit of a challenge as a zip: training images with masks (and depth maps), test
 * images *without* anything that is hidden, a sample submission, classes and a README.
 */
export async function writeKit(
  folder: ChallengeFolder,
  context: KitContext,
  out: string | Writable,
): Promise<void> {
  const { config, classMap, train, test } = folder;
  const facts: KitFacts = {
    summary: config.summary ?? "",
    licence: config.licence ?? "",
    classMap,
    trainImages: train.length,
    testImages: test.length,
    hasDepth: train.some(({ depth }) => depth),
    example: test[0],
  };
  const texts = [...kitTexts(facts, context)].map(([path, data]) => ({ path, data }));
  const sample = { path: "sample_submission.zip", data: await sampleSubmission(folder) };
  const items: ZipItem[] = [...texts, sample];
  for (const { stem, extension, image, mask, depth } of train) {
    items.push({ path: `train/images/${stem}${extension}`, file: image });
    items.push({ path: `train/masks/${stem}.png`, file: mask });
    if (depth) items.push({ path: `train/depth/${stem}.png`, file: depth });
  }
  for (const { stem, extension, image } of test) {
    items.push({ path: `test/images/${stem}${extension}`, file: image });
  }
  await writeZip(out, items);
}

/** A valid submission: every mask is the class with the most training pixels. */
export async function sampleSubmission({
  classMap,
  classPixels,
  test,
}: Pick<ChallengeFolder, "classMap" | "classPixels" | "test">): Promise<Buffer> {
  const label = classMap.classes
    .map(({ id }) => id)
    .reduce((best, id) =>
      (classPixels.train[id] ?? 0) > (classPixels.train[best] ?? 0) ? id : best,
    );
  return zipToBuffer(
    test.map(({ stem, width, height }) => {
      const labels = new Uint16Array(width * height).fill(label);
      return { path: `${stem}.png`, data: encodeLabelPng(labels, width, height) };
    }),
  );
}
