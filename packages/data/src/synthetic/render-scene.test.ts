import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ANIMAL_CLASSES, renderAnimalScene } from "./index.ts";

const SIZE = 112;
const scenes = Array.from({ length: 40 }, (_, index) =>
  renderAnimalScene({ seed: 11, index, width: SIZE, height: SIZE }),
);

function digest(raster: Uint8Array | Uint16Array): string {
  const bytes = new Uint8Array(raster.buffer, raster.byteOffset, raster.byteLength);
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

describe("renderAnimalScene", () => {
  it("draws the same bytes for the same seed, on every machine", () => {
    const options = { seed: 7, index: 3, width: 96, height: 80 };
    const first = renderAnimalScene(options);
    const again = renderAnimalScene(options);
    expect(again).toEqual(first);
    expect({
      species: first.species,
      labels: digest(first.labels),
      rgb: digest(first.rgb),
      depth: digest(first.depth),
    }).toMatchInlineSnapshot(`
      {
        "depth": "ed5ae6e8dd914f88",
        "labels": "3c4612a6722901b8",
        "rgb": "c8aee2275b908b0e",
        "species": [
          "elephant",
        ],
      }
    `);
  });

  it("draws something else for another seed or index", () => {
    const at = (seed: number, index: number) =>
      digest(renderAnimalScene({ seed, index, width: 48, height: 48 }).rgb);
    expect(new Set([at(1, 0), at(1, 1), at(2, 0), at(2, 1), at(2 ** 40, 0)]).size).toBe(5);
  });

  it("gives rasters of the size that was asked for", () => {
    const { rgb, labels, depth, width, height } = renderAnimalScene({
      seed: 1,
      index: 0,
      width: 61,
      height: 43,
    });
    expect([width, height]).toEqual([61, 43]);
    expect([rgb.length, labels.length, depth.length]).toEqual([61 * 43 * 3, 61 * 43, 61 * 43]);
  });

  it.each([0, 15, 64.5, 5000])("refuses a width of %s", (width) => {
    expect(() => renderAnimalScene({ seed: 1, index: 0, width, height: 64 })).toThrow(RangeError);
  });

  it("uses every class, in sane shares", () => {
    const pixels = new Array<number>(ANIMAL_CLASSES.length).fill(0);
    const images = new Array<number>(ANIMAL_CLASSES.length).fill(0);
    for (const { labels } of scenes) {
      for (const label of labels) pixels[label]! += 1;
      for (const label of new Set(labels)) images[label]! += 1;
    }
    const share = pixels.map((n) => n / (scenes.length * SIZE * SIZE));
    const [background, head, torso, legs, tail, ears, wings, horns] = share as [
      number,
      ...number[],
    ];
    expect(pixels.reduce((a, b) => a + b)).toBe(scenes.length * SIZE * SIZE);
    expect(background).toBeGreaterThan(0.5);
    expect(background).toBeLessThan(0.92);
    expect(torso).toBeGreaterThan(0.04);
    expect(legs).toBeGreaterThan(0.02);
    expect(head).toBeGreaterThan(0.008);
    for (const small of [tail, ears, wings, horns]) expect(small).toBeGreaterThan(0.0003);
    expect(Math.min(...images.slice(1, 4))).toBeGreaterThan(34);
    expect(Math.min(...images)).toBeGreaterThanOrEqual(4);
  });

  it("shows an animal in every scene, of many species", () => {
    for (const { labels } of scenes) {
      const animal = labels.reduce((n, label) => n + (label > 0 ? 1 : 0), 0);
      expect(animal).toBeGreaterThan(0.01 * SIZE * SIZE);
    }
    expect(new Set(scenes.flatMap((scene) => scene.species)).size).toBeGreaterThan(10);
  });

  it("puts animals nearer than the background behind them", () => {
    for (const { labels, depth } of scenes) {
      let animal = 0;
      let count = 0;
      let nowhere = 0;
      for (let i = 0; i < labels.length; i++) {
        if (labels[i] === 0) continue;
        animal += depth[i]!;
        count++;
        if (depth[i] === 0 || depth[i] === 65_535) nowhere++;
      }
      expect(nowhere).toBe(0);
      const farther = depth.reduce((n, d) => n + (d > animal / count ? 1 : 0), 0);
      expect(farther).toBeGreaterThan(0.1 * SIZE * SIZE);
    }
  });

  it("keeps depth steps at the outline of the animal: the seen surface is the labelled one", () => {
    let steps = 0;
    let nearer = 0;
    for (const { labels, depth, width } of scenes) {
      // Straight above the topmost pixel of the animal in each column lies what is behind it.
      for (let x = 0; x < width; x++) {
        let y = 1;
        while (y < SIZE && labels[y * width + x] === 0) y++;
        if (y >= SIZE) continue;
        steps++;
        if (depth[y * width + x]! < depth[(y - 1) * width + x]!) nearer++;
      }
    }
    expect(nearer / steps).toBeGreaterThan(0.85);
  });

  it("does not give the parts away by their colour", () => {
    // A classifier that knows the mean colour of each part in the whole set.
    const bins = new Map<number, number[]>();
    const key = (rgb: Uint8Array, i: number) =>
      (rgb[i * 3]! >> 5) * 64 + (rgb[i * 3 + 1]! >> 5) * 8 + (rgb[i * 3 + 2]! >> 5);
    for (const { rgb, labels } of scenes) {
      for (let i = 0; i < labels.length; i++) {
        const counts = bins.get(key(rgb, i)) ?? new Array<number>(ANIMAL_CLASSES.length).fill(0);
        counts[labels[i]!]! += 1;
        bins.set(key(rgb, i), counts);
      }
    }
    const hits = new Array<number>(ANIMAL_CLASSES.length).fill(0);
    const union = new Array<number>(ANIMAL_CLASSES.length).fill(0);
    for (const counts of bins.values()) {
      const best = counts.indexOf(Math.max(...counts));
      counts.forEach((n, label) => {
        if (label === best) hits[label]! += n;
        else union[best]! += n;
        union[label]! += n;
      });
    }
    const iou = hits.map((n, label) => n / union[label]!);
    const mean = iou.reduce((a, b) => a + b) / iou.length;
    expect(mean).toBeLessThan(0.2);
  });
});
