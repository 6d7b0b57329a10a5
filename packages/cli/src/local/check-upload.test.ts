import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipToBuffer } from "@maskboard/data";
import { convolution } from "@maskboard/inference/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Progress } from "../output/progress.ts";
import { checkUpload } from "./check-upload.ts";

const spec = {
  slug: "shells",
  classMap: {
    classes: [
      { id: 1, name: "ground", color: "#335577" },
      { id: 4, name: "shell", color: "#e6194b" },
    ],
  },
  images: [{ stem: "a", width: 4, height: 4 }],
  maxArtifactBytes: 2 ** 20,
};
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "check-upload-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function check(name: string, bytes: Uint8Array) {
  await writeFile(join(folder, name), bytes);
  return checkUpload(join(folder, name), spec, new Progress());
}

test("a model is known by its name, alone or in a zip, and read as the scorer reads it", async () => {
  const model = convolution([1, 0, 0, 0, 1, 0]);
  const expected = {
    lane: "model",
    images: 0,
    notices: [
      expect.stringMatching(
        /squished to 8 x 8 as NCHW RGB, pixels from 0 to 1 .assumed.*'y' holds logits.*1, 4\.$/,
      ),
    ],
  };
  expect(await check("net.onnx", model)).toEqual(expected);
  expect(await check("net.zip", await zipToBuffer([{ path: "net.onnx", data: model }]))).toEqual(
    expected,
  );
});

test("what may not be run is refused before it is sent", async () => {
  await expect(check("net.onnx", Buffer.from("text"))).rejects.toThrow(/no whole ONNX model/);
  await expect(check("masks.zip", Buffer.from("text"))).rejects.toMatchObject({
    code: "not_a_zip",
  });
});
