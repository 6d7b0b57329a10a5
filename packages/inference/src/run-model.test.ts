import { isContentError, MaskboardError, modelCardSchema } from "@maskboard/contracts";
import { expect, test } from "vitest";
import type { Labels } from "./child/label-array.ts";
import { inspectModel } from "./inspect.ts";
import { planModel } from "./plan.ts";
import { type ModelImage, runModel } from "./run-model.ts";
import { classMap, halves } from "./testing/images.ts";
import {
  allocating,
  convolution,
  dividing,
  endless,
  FLOAT,
  model,
  node,
  value,
} from "./testing/onnx.ts";

/** Each class is the strongest of the three colours. */
const COLORS = [1, 0, 0, 0, 1, 0, 0, 0, 1];

async function run(
  bytes: Buffer,
  images: ModelImage[],
  card: object = {},
  limits = { seconds: 20, memoryMiB: 600 },
  classes = classMap,
): Promise<Labels[]> {
  const { summary, loadable } = inspectModel({ format: "onnx", model: bytes });
  const plan = planModel(summary, modelCardSchema.parse(card), classes);
  const labels: Labels[] = [];
  await runModel({
    model: loadable,
    plan,
    images,
    limits,
    threads: 1,
    async onLabels(index, one) {
      labels[index] = one;
    },
  });
  return labels;
}

async function fault(...args: Parameters<typeof run>): Promise<string> {
  const error = await run(...args).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof MaskboardError)) throw error ?? new Error("it ran");
  expect(isContentError(error.code)).toBe(true);
  return error.code;
}

test("labels come in the size of each image, in their order, as class ids", async () => {
  const images = [halves(16, 4, 0, 1), halves(8, 8, 1, 2), halves(10, 6, 2, 0)];
  const labels = await run(convolution(COLORS), images);
  expect(labels.map(({ length }) => length)).toEqual([64, 64, 60]);
  expect(labels.map((one) => [one.at(0), one.at(-1)])).toEqual([
    [0, 3],
    [3, 7],
    [7, 0],
  ]);
  expect(labels[0]!.subarray(0, 16).filter((label) => label === 0)).toHaveLength(8);
});

test("models of any size get each image in its own", async () => {
  const labels = await run(convolution(COLORS, "side"), [halves(6, 2, 0, 1), halves(2, 2, 1, 2)], {
    resize: "none",
  });
  expect(labels.map((one) => [...one])).toEqual([
    [0, 0, 0, 3, 3, 3, 0, 0, 0, 3, 3, 3],
    [3, 7, 3, 7],
  ]);
});

test("class ids above 255 arrive whole, and more images than are read ahead", async () => {
  const images = Array.from({ length: 40 }, (_, i) => halves(8, 4, i % 3, (i + 1) % 3));
  const wide = { classes: [0, 300, 65_535].map((id) => ({ id, name: `${id}`, color: "#000000" })) };
  const labels = await run(convolution(COLORS), images, {}, undefined, wide);
  const ids = [0, 300, 65_535];
  expect(labels.map((one) => [one.at(0), one.at(-1)])).toEqual(
    images.map((_, i) => [ids[i % 3], ids[(i + 1) % 3]]),
  );
});

const IMAGE = [halves(8, 8, 0, 1)];

test.each([
  ["NaN", dividing(), "model_nan"],
  ["too few logits", convolution([1, 0, 0, 0, 1, 0]), "model_shape"],
  ["a huge tensor", allocating(2 ** 33), "model_memory"],
  [
    "an operator that does not exist",
    model({
      nodes: [node("Imagine", ["x"], ["y"])],
      inputs: [value("x", FLOAT, ["n", 3, 8, 8])],
      outputs: [value("y", FLOAT, ["n", 3, 8, 8])],
    }),
    "model_operator",
  ],
])("%s is the model's fault, with its kind", async (_, bytes, code) => {
  expect(await fault(bytes, IMAGE)).toBe(code);
});

test("memory that grows is noticed where nothing refuses it", async () => {
  expect(await fault(allocating(2 ** 30), IMAGE)).toBe("model_memory");
});

test("a model without end is stopped, and the next one runs", async () => {
  const limits = { seconds: 5, memoryMiB: 600 };
  await expect(run(endless(), IMAGE, {}, limits)).rejects.toMatchObject({
    code: "model_too_slow",
    message: expect.stringMatching(/the 5 s that it has .* a quarter of them .* a first picture/),
  });
  expect(await run(convolution(COLORS), IMAGE)).toHaveLength(1);
});

test("ends at once when told to", async () => {
  const { summary, loadable } = inspectModel({ format: "onnx", model: endless() });
  const plan = planModel(summary, modelCardSchema.parse({}), classMap);
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("enough")), 300);
  const limits = { seconds: 600, memoryMiB: 600 };
  const going = runModel({
    ...{ model: loadable, plan, images: IMAGE, limits, signal: stop.signal },
    onLabels: async () => {},
  });
  await expect(going).rejects.toThrow("enough");
});
