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

/** Bytes of masks that are kept in memory; what goes beyond that waits in files. */
const KEPT_BYTES = 32 * 2 ** 20;

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
  let kept = 0;
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
      const data = encodeLabelPng(labels, width, height, { runsOnly: true });
      const path = `${stem}.png`;
      if (kept + data.length <= KEPT_BYTES) {
        kept += data.length;
        masks.push({ path, data });
      } else {
        const file = join(folder, "masks", `${index}.png`);
        await writeFile(file, data);
        masks.push({ path, file });
      }
      onProgress(masks.length);
    },
  });
  const zipPath = join(folder, "masks.zip");
  await writeZip(zipPath, masks);
  return zipPath;
}
