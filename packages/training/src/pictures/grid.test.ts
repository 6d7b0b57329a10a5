import sharp from "sharp";
import { expect, it } from "vitest";
import { drawGrid, paintErrors, paintLabels } from "./grid.ts";

const tile = { rgb: new Uint8Array(4 * 3).fill(100), width: 2, height: 2 };

it("paints classes in their colours and leaves void alone", () => {
  const { rgb } = paintLabels(tile, Uint8Array.of(0, 1, 255, 1), ["#000000", "#ff0000"], 0.5);
  expect([...rgb]).toEqual([50, 50, 50, 178, 50, 50, 100, 100, 100, 178, 50, 50]);
});

it("marks what is wrong in red, but not void", () => {
  const { rgb } = paintErrors(tile, Uint8Array.of(0, 1, 255, 1), Uint8Array.of(0, 0, 0, 1), 255);
  expect([...rgb]).toEqual([185, 185, 185, 220, 38, 38, 185, 185, 185, 185, 185, 185]);
});

it("lays tiles out in rows", async () => {
  const png = await drawGrid([tile, tile, tile], 2);
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([22, 22]);
  const red = (x: number, y: number) => data[(y * info.width + x) * info.channels];
  expect([red(6, 6), red(14, 6), red(6, 14), red(14, 14), red(0, 0)]).toEqual([
    100, 100, 100, 255, 255,
  ]);
});
