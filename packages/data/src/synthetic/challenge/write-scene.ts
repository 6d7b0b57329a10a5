import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { encodeLabelPng } from "../../png-encode.ts";
import { ANIMAL_CLASSES } from "../classes.ts";
import { renderAnimalScene } from "../render-scene.ts";

/** One scene to draw into `folder/{images,masks,depth}`. */
export interface SceneTask {
  seed: number;
  index: number;
  width: number;
  height: number;
  folder: string;
  stem: string;
}

const PALETTE = ANIMAL_CLASSES.map((entry) => entry.color);

/** Draws a scene and writes JPEG, palette mask and 16-bit depth. Returns its species. */
export async function writeScene(task: SceneTask): Promise<string[]> {
  const { width, height, folder, stem } = task;
  const scene = renderAnimalScene(task);
  const raw = { width, height };
  await Promise.all([
    sharp(scene.rgb, { raw: { ...raw, channels: 3 } })
      .jpeg({ quality: 92, chromaSubsampling: "4:4:4" })
      .toFile(join(folder, "images", `${stem}.jpg`)),
    writeFile(
      join(folder, "masks", `${stem}.png`),
      encodeLabelPng(scene.labels, width, height, { palette: PALETTE }),
    ),
    sharp(scene.depth, { raw: { ...raw, channels: 1 } })
      .toColourspace("grey16")
      .png({ compressionLevel: 4 })
      .toFile(join(folder, "depth", `${stem}.png`)),
  ]);
  return scene.species;
}
