import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipToBuffer } from "@maskboard/data";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readModelArtifact } from "./read.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "foreign-"));
});
afterAll(() => rm(folder, { recursive: true }));

const data = Buffer.from("x");
const zip = (...paths: string[]) => zipToBuffer(paths.map((path) => ({ path, data })));

test.each([
  ["PyTorch's own kind", "torch.onnx.export", () => zip("net/data.pkl", "net/data/0")],
  ["PyTorch's own kind", "torch.onnx.export", async () => Buffer.from([0x80, 2, 0x8a, 0x0a])],
  ["Keras's own kind", "model.export", () => zip("config.json", "model.weights.h5")],
  ["Keras's own kind", "model.export", async () => Buffer.from("\x89HDF\r\n\x1a\n", "latin1")],
  [
    "TensorFlow's own kind",
    "graph model",
    () => zip("saved_model.pb", "variables/variables.index"),
  ],
  ["TensorFlow Lite's own kind", "ONNX", async () => Buffer.from("\x1c\0\0\0TFL3", "latin1")],
  [
    "safetensors's own kind",
    "weights alone",
    async () => Buffer.from('\x08\0\0\0\0\0\0\0{"a":{}}'),
  ],
])("%s of file is refused with %s", async (whose, advice, bytes) => {
  const path = join(folder, "upload");
  await writeFile(path, await bytes());
  await expect(readModelArtifact(path, 2 ** 20)).rejects.toMatchObject({
    code: "model_invalid",
    message: expect.stringMatching(new RegExp(`${whose}.*${advice}`)),
  });
});
