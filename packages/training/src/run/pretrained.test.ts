import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { registerOnnxBackend } from "@maskboard/engine";
import { createModel, stateDict } from "@maskboard/models";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { encodeTensors } from "../checkpoint.ts";
import { temporaryFolder } from "../testing/tiny-challenge.ts";
import { loadPretrained } from "./pretrained.ts";

beforeAll(async () => {
  registerOnnxBackend({ threads: 1 });
  await tf.setBackend("onnx");
});

const make = (seed: number, classes: number, encoder = "resnet18") =>
  createModel({ architecture: "unet", encoder, depth: 3, classes, seed });

it("takes an encoder's weights from a file, and says why it can't", async () => {
  const dir = await temporaryFolder();
  const [source, target] = [make(1, 2), make(2, 3)];
  const given = await stateDict(source.parameters);
  const entries = [...given]
    .filter(([name]) => name.startsWith("encoder."))
    .map(([name, { shape, data }]) => ({
      name: name.slice("encoder.".length),
      ...{ shape, data: Float32Array.from(data) },
    }));
  const file = join(dir, "resnet18.safetensors");
  await writeFile(file, encodeTensors(entries, {}));

  const decoder = "decoder.blocks.0.conv1.0.weight";
  const before = (await stateDict(target.parameters)).get(decoder)!.data;
  expect(await loadPretrained(target, "none", dir)).toBeNull();
  expect(await loadPretrained(target, file, dir)).toContain(`${entries.length} arrays`);
  const after = await stateDict(target.parameters);
  expect(after.get("encoder.layer2.1.conv2.weight")).toEqual(
    given.get("encoder.layer2.1.conv2.weight"),
  );
  expect(after.get(decoder)!.data).toEqual(before);

  const other = make(1, 2, "resnet50");
  await expect(loadPretrained(other, file, dir)).rejects.toThrow(/the weights lack/);
  await expect(loadPretrained(target, join(dir, "x.pth"), dir)).rejects.toThrow(/no file/);
  for (const model of [source, target, other]) model.dispose();
});
