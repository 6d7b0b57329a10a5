import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encodeLabelPng } from "@maskboard/data";
import { encode } from "fast-png";

export interface DrawOptions {
  readonly train?: number;
  /** Test images; the first half (rounded up) is public. */
  readonly test?: number;
  readonly width?: number;
  readonly height?: number;
}

export interface DrawnImage {
  readonly stem: string;
  readonly width: number;
  readonly height: number;
  /** Class ids, row by row. */
  readonly labels: Uint8Array;
}

export interface DrawnChallenge {
  readonly folder: string;
  readonly train: DrawnImage[];
  readonly test: DrawnImage[];
}

/** Ids that are neither contiguous nor from 0, and a void id, as real challenges have them. */
export const DRAWN_CLASSES = {
  classes: [
    { id: 1, name: "ground", color: "#335577" },
    { id: 4, name: "shell", color: "#e6194b" },
    { id: 9, name: "feeler", color: "#3cb44b" },
  ],
  void: 255,
};

/** A small, deterministic challenge folder for tests: discs with a stripe on a plain ground. */
export async function drawChallenge(
  folder: string,
  options: DrawOptions = {},
): Promise<DrawnChallenge> {
  const { train = 2, test = 4, width = 40, height = 30 } = options;
  const draw = (role: string, count: number): DrawnImage[] =>
    Array.from({ length: count }, (_, index) => ({
      stem: `${role}_${String(index).padStart(4, "0")}`,
      width,
      height,
      labels: drawLabels(width, height, index),
    }));
  const drawn = { folder, train: draw("train", train), test: draw("test", test) };
  for (const role of ["train", "test"] as const) {
    for (const part of ["images", "masks"]) {
      await mkdir(join(folder, role, part), { recursive: true });
    }
    for (const image of drawn[role]) {
      await writeFile(join(folder, role, "images", `${image.stem}.png`), paint(image));
      await writeFile(
        join(folder, role, "masks", `${image.stem}.png`),
        encodeLabelPng(image.labels, width, height),
      );
    }
  }
  const rows = drawn.test.map(({ stem }, index) =>
    [stem, index < Math.ceil(test / 2) ? "public" : "private"].join(","),
  );
  await writeFile(join(folder, "test", "split.csv"), `image,split\n${rows.join("\n")}\n`);
  await writeFile(
    join(folder, "challenge.yaml"),
    JSON.stringify({
      title: "Shells",
      ...DRAWN_CLASSES,
      lanes: ["masks", "model"],
      limits: { modelSeconds: 8, modelMemoryMiB: 512 },
    }),
  );
  return drawn;
}

function drawLabels(width: number, height: number, seed: number): Uint8Array {
  const labels = new Uint8Array(width * height).fill(1);
  const radius = Math.min(width, height) * (0.25 + 0.02 * (seed % 7));
  const centre = { x: width * (0.35 + 0.04 * (seed % 5)), y: height * (0.4 + 0.03 * (seed % 4)) };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const distance = Math.hypot(x - centre.x, y - centre.y);
      if (distance < radius) labels[y * width + x] = Math.abs(y - centre.y) < 2 ? 9 : 4;
      else if (distance < radius + 1) labels[y * width + x] = 255;
    }
  }
  return labels;
}

function paint({ width, height, labels }: DrawnImage): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < labels.length; at++) {
    const label = labels[at]!;
    data.set([label * 9, 80 + label * 13, (200 - label * 17) & 255], at * 3);
  }
  return encode({ width, height, data, depth: 8, channels: 3 });
}
