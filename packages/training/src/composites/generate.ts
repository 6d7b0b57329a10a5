import { writeFile } from "node:fs/promises";
import { join, parse } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import { encodeLabelPng, parsePairRule } from "@maskboard/data";
import sharp from "sharp";
import { listFiles } from "../data/layouts/files.ts";
import { mixSeed, seeded } from "../random.ts";
import { makeFolder } from "../run/make-folder.ts";
import { type Background, flipped, overlay, readBackground, readForeground } from "./draw.ts";

export interface GenerateOptions {
  /** Folder of images. */
  readonly backgrounds: string;
  /** Folder of cut-out objects: images with transparency. */
  readonly foregrounds: string;
  /** A new or empty folder. */
  readonly out: string;
  /** Of each object, and of its mirror image, on each background. Default 20. */
  readonly positions?: number;
  /** Sides in pixels. Default 192 and 96. */
  readonly backgroundSide?: number;
  readonly foregroundSide?: number;
  readonly seed?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Columns of `composites.csv`; positions are those of the object's left top corner in pixels. */
const COLUMNS = "image,background,foreground,flipped,left,top";

const CLASSES = {
  classes: [
    { id: 0, name: "background", color: "#2b2f36" },
    { id: 1, name: "foreground", color: "#f2b134" },
  ],
};

/**
 * Lays every object and its mirror image over every background at random positions. Writes
 * `images/NAME.jpg`, `masks/NAME.png` (1 is the object), `backgrounds/NAME.png` at their size,
 * `composites.csv` that says what is where, and `classes.json`, so that the folder is a data set that
 * every recipe takes. The same seed gives the same files, whatever else is in the folders.
 * @returns number of images: backgrounds x objects x 2 x positions
 * @throws MaskboardError `dataset_layout` for a folder without images or with two of one stem, or an
 * object without transparency
 */
export async function generateComposites(options: GenerateOptions): Promise<number> {
  const { out, positions = 20, backgroundSide = 192, foregroundSide = 96, seed = 0 } = options;
  if (foregroundSide > backgroundSide || positions < 1)
    throw new MaskboardError(
      "bad_request",
      `Objects of ${foregroundSide} pixels do not fit onto backgrounds of ${backgroundSide}, or there is no position to put them: lower the one, raise the other.`,
    );
  const backgrounds = await imagesOf(options.backgrounds);
  const foregrounds = await imagesOf(options.foregrounds);
  for (const name of ["images", "masks", "backgrounds"]) await makeFolder(join(out, name));
  await writeFile(join(out, "classes.json"), JSON.stringify(CLASSES, null, 2));
  const objects = await Promise.all(
    foregrounds.map(async (file) => {
      const plain = await readForeground(file, foregroundSide);
      if (plain.rgba.every((value, i) => i % 4 !== 3 || value === 255)) throw opaque(file);
      return { name: parse(file).name, plain, mirrored: flipped(plain) };
    }),
  );
  const rows: string[] = [];
  const total = backgrounds.length * objects.length * 2 * positions;
  for (const file of backgrounds) {
    const background = await readBackground(file, backgroundSide);
    const name = parse(file).name;
    await writeRgb(join(out, "backgrounds", `${name}.png`), background);
    for (const object of objects)
      for (const mirrored of [false, true]) {
        const random = seeded(mixSeed(seed, hashOf(name), hashOf(object.name), Number(mirrored)));
        const place = () => Math.floor(random() * (backgroundSide - foregroundSide + 1));
        for (let n = 0; n < positions; n++) {
          const at = { left: place(), top: place() };
          const drawn = overlay(background, mirrored ? object.mirrored : object.plain, at);
          const stem = `${name}_${object.name}${mirrored ? "-flip" : ""}_${n}`;
          await writeRgb(join(out, "images", `${stem}.jpg`), { ...drawn, side: backgroundSide });
          const mask = encodeLabelPng(drawn.mask, backgroundSide, backgroundSide);
          await writeFile(join(out, "masks", `${stem}.png`), mask);
          rows.push([stem, name, object.name, mirrored, at.left, at.top].join(","));
          options.onProgress?.(rows.length, total);
        }
      }
  }
  await writeFile(join(out, "composites.csv"), `${[COLUMNS, ...rows].join("\n")}\n`);
  return total;
}

async function writeRgb(file: string, { rgb, side }: Background): Promise<void> {
  const image = sharp(rgb, { raw: { width: side, height: side, channels: 3 } });
  await (file.endsWith(".jpg") ? image.jpeg({ quality: 95 }) : image.png()).toFile(file);
}

async function imagesOf(dir: string): Promise<string[]> {
  const { files } = await listFiles(dir, parsePairRule().imageStem);
  if (files.size > 0) return [...files.values()];
  throw new MaskboardError("dataset_layout", `${dir} holds no images: JPEG, PNG or WebP.`, {
    file: dir,
  });
}

const opaque = (file: string): MaskboardError =>
  new MaskboardError(
    "dataset_layout",
    `${file} has no transparent pixel: cut the object out, and save it as PNG or WebP with alpha.`,
    { file },
  );

/** 32 bits of a name. */
const hashOf = (name: string): number => mixSeed(...Buffer.from(name));
