import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encodeLabelPng, readRgb, writeZip, type ZipItem } from "@maskboard/data";
import { type ModelRun, runModel } from "./run-model.ts";

/** An image file to segment. */
export interface ImageFile {
  /** Name of its mask, without an ending. */
  readonly stem: string;
  readonly width: number;
  readonly height: number;
  bytes(): Promise<Uint8Array>;
}

export interface MaskRun
  extends Pick<ModelRun, "model" | "plan" | "limits" | "threads" | "signal"> {
  readonly images: readonly ImageFile[];
  /** An empty folder that is the caller's to remove. */
  readonly folder: string;
  /** Called after each image. */
  onProgress(done: number): void;
}

/** The least that deflate can do: these masks are read once and then looked at now and then. */
const PNG_LEVEL = 1;

/**
 * Runs a model on image files.
 *
 * @returns path of a zip such as teams upload who made their masks themselves
 * @throws like `runModel`
 */
export async function predictMasks({
  images,
  folder,
  onProgress,
  ...run
}: MaskRun): Promise<string> {
  const masks: ZipItem[] = [];
  await mkdir(join(folder, "masks"));
  await runModel({
    ...run,
    images: images.map(({ width, height, bytes }) => ({
      width,
      height,
      read: async (size) => readRgb(await bytes(), size),
    })),
    async onLabels(index, labels) {
      const { stem, width, height } = images[index]!;
      const png = encodeLabelPng(labels, width, height, { level: PNG_LEVEL });
      const mask = join(folder, "masks", `${index}.png`);
      await writeFile(mask, png);
      masks.push({ path: `${stem}.png`, file: mask });
      onProgress(masks.length);
    },
  });
  const zipPath = join(folder, "masks.zip");
  await writeZip(zipPath, masks);
  return zipPath;
}
