import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { labelsOf } from "./testing/exported.ts";

/**
 * Models that PyTorch 2.13's exporters wrote, and what onnx, onnxscript and ONNX Runtime made of them;
 * fixtures/torch2/make.py tells how.
 */
const FOLDER = new URL("../fixtures/torch2/", import.meta.url);

const { models, labels } = z
  .object({
    models: z.record(
      z.string(),
      z.object({
        labels: z.string(),
        card: z.record(z.string(), z.unknown()).optional(),
        classes: z.int().optional(),
      }),
    ),
    /** By PyTorch itself; a dot where two classes are so near that either is right. */
    labels: z.record(z.string(), z.array(z.string())),
  })
  .parse(JSON.parse(readFileSync(new URL("expected.json", FOLDER), "utf8")));

const files = readdirSync(FOLDER).filter((name) => name.endsWith(".onnx"));
const refused = (name: string) => name.startsWith("refused-");

test.each(Object.entries(models))("%s gives PyTorch's own labels", async (name, told) => {
  const expected = labels[told.labels]!;
  const found = await labelsOf(new URL(name, FOLDER), told.card, told.classes);
  const decided = found.map((rows) =>
    rows.map((row, y) => row.replace(/./g, (label, x) => (expected[y]![x] === "." ? "." : label))),
  );
  expect(decided).toEqual([expected, expected, expected]);
});

test("expectations leave few pixels open, and more than one class wins", () => {
  for (const [name, rows] of Object.entries(labels)) {
    const digits = rows.join("");
    const open = digits.replace(/[^.]/g, "").length / digits.length;
    expect(open).toBeLessThan(name.startsWith("quantized") ? 0.3 : 0.03);
    expect(new Set(digits.replaceAll(".", "")).size).toBeGreaterThan(1);
  }
});

const REFUSED: Record<string, [code: string, message: RegExp]> = {
  "refused-external-data.onnx": [
    "model_external_data",
    /'a\.weight' is in another file.*external_data=False.*onnx\.save\(onnx\.load/,
  ],
  "refused-functions.onnx": ["model_operator", /functions; inline them.*inline_local_functions/],
  "refused-opset27.onnx": ["model_invalid", /opset 27; 7 to 26 can be run.*opset_version=20/],
  "refused-ir14.onnx": ["model_invalid", /IR version 14; up to 13.*model\.ir_version = 10/],
  "refused-runtime-extended.onnx": ["model_operator", /'com\.microsoft'.*as it was before/],
  "refused-runtime-all.onnx": ["model_operator", /'com\.microsoft\.nchwc'.*as it was before/],
  "refused-quantized-qoperator.onnx": ["model_operator", /QLinearSigmoid.*in the format QDQ/],
  "refused-bfloat16.onnx": ["model_shape", /float32 or float16: export after model\.float\(\)/],
  "refused-float64.onnx": ["model_shape", /float32 or float16: export after model\.float\(\)/],
  "refused-bfloat16-inside.onnx": ["model_invalid", /bfloat16/],
  "refused-autocast.onnx": ["model_invalid", /float16.*float/],
  "refused-labels-float.onnx": ["model_shape", /4 axes.*labels must be integers/],
  "refused-labels-without-batch.onnx": ["model_shape", /32 x 48; expected 1 x H x W/],
  "refused-logits-without-batch.onnx": ["model_shape", /4 axes, N x classes x H x W/],
};

test.each(Object.entries(REFUSED))("%s is refused with what helps", async (name, [code, text]) => {
  const run = labelsOf(new URL(name, FOLDER));
  await expect(run).rejects.toMatchObject({ code, message: expect.stringMatching(text) });
});

test.each([
  ["dynamo-auto.onnx", "model_card", /any size: name an 'inputSize'.*card\.json/],
  ["dynamo-tuple.onnx", "model_card", /3 outputs; 'outputName' in card\.json/],
  ["dynamo-torchvision-any-size.onnx", "model_card", /2 outputs; 'outputName'/],
])("%s without its card is told what to name", async (name, code, text) => {
  const run = labelsOf(new URL(name, FOLDER));
  await expect(run).rejects.toMatchObject({ code, message: expect.stringMatching(text) });
});

test("every fixture is run or refused", () => {
  const told = [...Object.keys(models), ...Object.keys(REFUSED)];
  expect([...told].sort()).toEqual([...files].sort());
  expect(files.filter(refused).sort()).toEqual(Object.keys(REFUSED).sort());
});
