import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encodeLabelPng } from "@maskboard/data";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/tiny-challenge.ts";
import { countPixels } from "./count-pixels.ts";

const classes = [3, 0].map((id) => ({ id, name: String(id), color: "#000000" }));

it("counts classes, leaves void out and tells of labels that are neither", async () => {
  const dir = await temporaryFolder();
  const item = async (stem: string, labels: number[]) => {
    const mask = join(dir, `${stem}.png`);
    await writeFile(mask, encodeLabelPng(Uint8Array.from(labels), labels.length, 1));
    return { stem, image: mask, mask };
  };
  const [good, odd, bad] = [
    await item("good", [0, 3, 3, 9]),
    await item("odd", [0, 7, 8, 9]),
    await item("bad", [7, 9]),
  ];
  const classMap = { classes, void: 9 };
  expect(await countPixels([good], classMap)).toEqual({ pixels: [2, 1], stray: null });
  const { pixels, stray } = await countPixels([good, odd], classMap);
  expect(pixels).toEqual([2, 2]);
  expect(stray).toMatch(/^2 pixels in 1 masks .*the first: 7 in .*odd\.png/);
  await expect(countPixels([bad], classMap)).rejects.toThrow(/No pixel of the 1 masks.*7 in/);
});
