import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClassMap, SubmissionSpec } from "@maskboard/contracts";
import { encodeLabelPng, writeZip, type ZipItem } from "@maskboard/data";
import { buildTruthPack } from "../truth-pack.ts";

export const CLASS_MAP: ClassMap = {
  classes: [
    { id: 0, name: "head", color: "#e6194b" },
    { id: 3, name: "torso", color: "#3cb44b" },
    { id: 6, name: "tail", color: "#4363d8" },
  ],
  void: 9,
};

export interface Labelled {
  readonly stem: string;
  readonly width: number;
  readonly height: number;
  readonly labels: Uint8Array;
}

/** Pictures of runs with some noise, the same for the same seed. */
export function drawLabels(count: number, seed: number, ids = [0, 3, 6, 9]): Labelled[] {
  let state = seed;
  const random = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 10) % n;
  };
  return Array.from({ length: count }, (_, i) => {
    const [width, height] = [20 + random(40), 10 + random(30)];
    const labels = new Uint8Array(width * height);
    for (let at = 0; at < labels.length; ) {
      const end = at + 1 + random(2 * width);
      labels.fill(ids[random(ids.length)]!, at, end);
      at = end;
    }
    return { stem: `image-${String(i).padStart(4, "0")}`, width, height, labels };
  });
}

/** The same images with other labels. */
export function predictLabels(truth: readonly Labelled[], seed: number): Labelled[] {
  const noise = drawLabels(truth.length, seed);
  return truth.map((image, i) => ({
    ...image,
    labels: image.labels.map((label, at) => (at % 7 < 4 ? label : (noise[i]!.labels[at] ?? 3))),
  }));
}

export function toPng({ labels, width, height }: Labelled): Buffer {
  return encodeLabelPng(labels, width, height);
}

export interface Challenge {
  readonly dir: string;
  readonly truthPath: string;
  readonly spec: SubmissionSpec;
}

/** A truth pack for the images in a new folder. */
export async function makeChallenge(truth: readonly Labelled[]): Promise<Challenge> {
  const dir = await mkdtemp(join(tmpdir(), "maskboard-scoring-"));
  const truthPath = join(dir, "truth.pack");
  await buildTruthPack(
    truthPath,
    CLASS_MAP,
    truth.map((image) => ({ ...image, read: async () => toPng(image) })),
  );
  const images = truth.map(({ stem, width, height }) => ({ stem, width, height }));
  const spec = { slug: "test", classMap: CLASS_MAP, images, maxArtifactBytes: 2 ** 30 };
  return { dir, truthPath, spec };
}

/** Zips predictions, with some files replaced or (`null`) left out. */
export async function makeZip(
  { dir }: Challenge,
  predictions: readonly Labelled[],
  changes: Record<string, Uint8Array | null> = {},
): Promise<string> {
  const files = new Map<string, Uint8Array | null>(
    predictions.map((image) => [`${image.stem}.png`, toPng(image)]),
  );
  for (const [path, data] of Object.entries(changes)) files.set(path, data);
  const items = [...files].flatMap(([path, data]): ZipItem[] => (data ? [{ path, data }] : []));
  const path = join(dir, `${crypto.randomUUID()}.zip`);
  await writeZip(path, items);
  return path;
}

/** The definition, pixel by pixel: rows of classes, columns of classes and "other". */
export function countPlainly(truth: Labelled, prediction: Labelled): number[] {
  const ids = CLASS_MAP.classes.map(({ id }) => id);
  const counts = new Array<number>(ids.length * (ids.length + 1)).fill(0);
  for (const [i, label] of truth.labels.entries()) {
    if (label === CLASS_MAP.void) continue;
    const column = ids.indexOf(prediction.labels[i]!);
    counts[ids.indexOf(label) * (ids.length + 1) + (column < 0 ? ids.length : column)]! += 1;
  }
  return counts;
}

export async function writeMasks(dir: string, images: readonly Labelled[]): Promise<void> {
  for (const image of images) await writeFile(join(dir, `${image.stem}.png`), toPng(image));
}
