import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { encodeLabelPng } from "@maskboard/data";
import sharp from "sharp";
import { temporaryFolder } from "./tiny-challenge.ts";

export { temporaryFolder } from "./tiny-challenge.ts";

interface Drawing {
  readonly width: number;
  readonly height: number;
  /** Label of each pixel. */
  labelAt(x: number, y: number): number;
}

/** Writes an image whose gray tells the labels apart, with some texture, and its mask. */
async function writePair(image: string, mask: string, drawing: Drawing): Promise<void> {
  const { width, height, labelAt } = drawing;
  const labels = Uint8Array.from({ length: width * height }, (_, i) =>
    labelAt(i % width, Math.floor(i / width)),
  );
  const rgb = new Uint8Array(width * height * 3);
  for (const [i, label] of labels.entries()) rgb.fill(30 + 60 * label + (i % 7), 3 * i, 3 * i + 3);
  for (const file of [image, mask]) await mkdir(dirname(file), { recursive: true });
  await sharp(rgb, { raw: { width, height, channels: 3 } })
    .toFormat(image.endsWith(".jpg") ? "jpeg" : "png")
    .toFile(image);
  await writeFile(mask, encodeLabelPng(labels, width, height));
}

/** Six street scenes of 64 x 48 in the folders of fastai's CamVid; label 2 of 4 is Void. */
export async function tinyCamvid(): Promise<string> {
  const dir = await temporaryFolder();
  await writeFile(join(dir, "codes.txt"), "Building\nRoad\nVoid\nWall\n");
  await writeFile(join(dir, "valid.txt"), "0016E5_3.png\n0016E5_1.png\n");
  for (let n = 0; n < 6; n++)
    await writePair(join(dir, `images/0016E5_${n}.png`), join(dir, `labels/0016E5_${n}_P.png`), {
      ...{ width: 64, height: 48 },
      labelAt: (x, y) => (y >= 30 + n ? 1 : x < 8 ? 2 : x < 30 + 2 * n ? 0 : 3),
    });
  return dir;
}

/** Six pets of 40 x 40 in the folders of Oxford-IIIT, one of them without a trimap and in no list. */
export async function tinyPets(): Promise<string> {
  const dir = await temporaryFolder();
  const lists: Record<string, string[]> = { trainval: [], test: [] };
  for (const breed of ["Abyssinian", "beagle"])
    for (let n = 0; n < 3; n++) {
      const name = `${breed}_${n}`;
      lists[n < 2 ? "trainval" : "test"]!.push(`${name} 1 1 1`);
      const distance = (x: number, y: number) => Math.hypot(x - 18 - n, y - 20);
      await writePair(
        join(dir, `images/${name}.jpg`),
        join(dir, `annotations/trimaps/${name}.png`),
        {
          ...{ width: 40, height: 40 },
          labelAt: (x, y) => (distance(x, y) < 10 ? 1 : distance(x, y) < 13 ? 3 : 2),
        },
      );
    }
  // What the archive brings along: files of macOS, and images that nobody has labelled.
  await writeFile(join(dir, "annotations/trimaps/._beagle_0.png"), "no mask");
  await sharp({ create: { width: 8, height: 8, channels: 3, background: "#808080" } })
    .jpeg()
    .toFile(join(dir, "images/Egyptian_Mau_14.jpg"));
  for (const [name, lines] of Object.entries(lists))
    await writeFile(join(dir, `annotations/${name}.txt`), `#Image CLASS-ID\n${lines.join("\n")}\n`);
  return dir;
}

/** Streets of 64 x 36 in the folders of BDD100K; `shift` moves the lanes, as another town would. */
export async function tinyDrivable({ train = 6, validation = 2, shift = 0 } = {}): Promise<string> {
  const dir = await temporaryFolder();
  for (const [part, count] of [
    ["train", train],
    ["val", validation],
  ] as const)
    for (let n = 0; n < count; n++)
      await writePair(
        join(dir, `images/100k/${part}/b1-${n}.jpg`),
        join(dir, `labels/drivable/masks/${part}/b1-${n}.png`),
        {
          ...{ width: 64, height: 36 },
          labelAt: (x, y) => (y < 16 ? 2 : x < 26 + n + shift ? 1 : x < 50 ? 0 : 2),
        },
      );
  return dir;
}
