import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder, tinyDrivable } from "@maskboard/training/testing";
import { expect, it } from "vitest";
import { compare } from "./compare.ts";

const FLAGS = { recipe: "drivable", preset: "smoke", device: "onnx", seed: 1 } as const;

it("compares networks by one recipe, and goes on where it stood", {
  timeout: 120_000,
}, async () => {
  const out = join(await temporaryFolder(), "out");
  const config = join(await temporaryFolder(), "config.json");
  // Two halvings have a twentieth of the weights.
  await writeFile(config, JSON.stringify({ model: { depth: 2 } }));
  const flags = {
    ...{ ...FLAGS, config, out, data: await tinyDrivable(), models: ["unet:resnet18"] },
    also: [await tinyDrivable({ train: 2, validation: 1, shift: 5 })],
  };
  const one = await compare(flags);
  expect(one!.models).toHaveLength(1);
  const both = await compare({ ...flags, models: ["unet:resnet18", "linknet:resnet18"] });
  expect(both!.models.map(({ name }) => name)).toEqual(["unet:resnet18", "linknet:resnet18"]);
  // The first one was not trained again.
  expect(both!.models[0]).toEqual(one!.models[0]);
  for (const { meanIou, perClass, weightMiB, imagesPerSecond, also } of both!.models) {
    expect(meanIou).toBeGreaterThanOrEqual(0);
    expect(perClass.map(({ name }) => name)).toEqual(["direct", "alternative", "background"]);
    expect(weightMiB).toBeGreaterThan(0.5);
    expect(imagesPerSecond).toBeGreaterThan(0);
    expect(also.map(({ images }) => images)).toEqual([3]);
  }
  const table = (await readFile(both!.files.table, "utf8")).split("\n");
  expect(table[2]).toBe(
    "| model | data | mean IoU | direct | alternative | background | weights | images/s |",
  );
  expect(table[4]).toMatch(/^\| unet:resnet18 \| validation \| 0\.\d{4} \|.* MiB \| \d+\.\d \|$/);
  expect(table[5]).toMatch(/^\| unet:resnet18 \| \S+, unseen \| 0\.\d{4} \|/);
  expect(await readFile(join(out, "comparison.svg"), "utf8")).toMatch(/linknet:resnet18/);
  await expect(compare({ ...flags, models: ["unet"] })).rejects.toThrow(/architecture:encoder/);
  await expect(compare({ ...flags, models: ["unet:resnet18", "fpn:resnet18"] })).rejects.toThrow(
    /fpn joins .* more depth/,
  );
});
