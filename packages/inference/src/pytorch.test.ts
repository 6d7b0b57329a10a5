import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { inspectModel } from "./inspect.ts";
import { labelsOf } from "./testing/exported.ts";

/** Models that PyTorch 1.13's exporters wrote; fixtures/make.py tells how. */
const FOLDER = new URL("../fixtures/", import.meta.url);
const { rows } = z
  .object({ rows: z.array(z.string()) })
  .parse(JSON.parse(readFileSync(new URL("expected.json", FOLDER), "utf8")));
const files = readdirSync(FOLDER).filter((name) => /^torch.*\.onnx$/.test(name));

/** What the models' own shapes do not say. */
const CARDS: Record<string, object> = {
  "torch-opset17-any-size.onnx": { resize: "none" },
  "torch-opset13-two-outputs.onnx": { outputName: "out" },
  "torch-opset16-probabilities.onnx": { output: "probabilities" },
};

test.each(files)("%s gives PyTorch's own labels", async (name) => {
  const found = await labelsOf(new URL(name, FOLDER), CARDS[name]);
  expect(found).toEqual([rows, rows, rows]);
});

test("there are models of several exporters, opsets and layouts", () => {
  expect(files.length).toBeGreaterThanOrEqual(15);
  const opsets = files.map((name) => Number(/opset(\d+)/.exec(name)![1]));
  expect([Math.min(...opsets), Math.max(...opsets)]).toEqual([7, 17]);
});

test.each([
  ["refused-functions-opset15.onnx", /domain|functions/],
  ["refused-aten-opset14.onnx", /'ATen' is of the domain 'org.pytorch.aten'/],
])("%s is refused for its operators", (name, message) => {
  const model = readFileSync(new URL(name, FOLDER));
  const inspect = () => inspectModel({ format: "onnx", model });
  expect(inspect).toThrow(expect.objectContaining({ code: "model_operator" }));
  expect(inspect).toThrow(message);
});
