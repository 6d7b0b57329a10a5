import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { inspectModel } from "./inspect.ts";
import { labelsOf } from "./testing/exported.ts";

/** What Keras 3.15 writes; fixtures/keras3/make.py tells how. */
const FOLDER = new URL("../fixtures/keras3/", import.meta.url);

test("an ONNX export of Keras on PyTorch gives Keras' own labels", async () => {
  const { rows } = z
    .object({ rows: z.array(z.string()) })
    .parse(JSON.parse(readFileSync(new URL("expected.json", FOLDER), "utf8")));
  const found = await labelsOf(new URL("keras-torch.onnx", FOLDER));
  const decided = found.map((labels) =>
    labels.map((row, y) => row.replace(/./g, (label, x) => (rows[y]![x] === "." ? "." : label))),
  );
  expect(decided).toEqual([rows, rows, rows]);
});

test.each([
  ["as it is", (topology: object) => topology],
  [
    "as tensorflowjs wraps it",
    (model_config: object) => ({ keras_version: "3.15.1", model_config }),
  ],
])("the layers of Keras 3, %s, are refused with what helps", (_, wrapped) => {
  const json = JSON.parse(readFileSync(new URL("model.json", FOLDER), "utf8"));
  json.modelTopology = wrapped(json.modelTopology);
  const inspect = () =>
    inspectModel({
      format: "tfjs",
      json: Buffer.from(JSON.stringify(json)),
      weights: new Map(),
    });
  expect(inspect).toThrow(expect.objectContaining({ code: "model_invalid" }));
  expect(inspect).toThrow(/Keras 3.*model\.export\("net\.onnx", format="onnx"\)/);
});
