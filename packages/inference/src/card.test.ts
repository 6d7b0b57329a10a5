import { modelCardSchema } from "@maskboard/contracts";
import { expect, test } from "vitest";
import { inspectModel } from "./inspect.ts";
import { planModel } from "./plan.ts";
import { runModel } from "./run-model.ts";
import { classMap, halves } from "./testing/images.ts";
import { type Fields, FLOAT, INT64, model, node, tensor, value } from "./testing/onnx.ts";

/** Red, green and blue win as classes 0, 1, 2. */
const weights = tensor("w", FLOAT, [3, 3, 1, 1], [1, 0, 0, 0, 1, 0, 0, 0, 1]);
const list = (name: string, values: number[]): Fields => [
  [1, name],
  ...values.map((item) => [8, item] as const),
  [20, 7],
];
const integer = (name: string, number: number): Fields => [
  [1, name],
  [3, number],
  [20, 2],
];
const FLOAT16 = 10;
const turned = (from: string, to: string, perm: number[]) =>
  node("Transpose", [from], [to], [list("perm", perm)]);

/** Models for images of `h` x `w`, which may be names of free axes, by what they put out. */
const MODELS = {
  logits: (h: number | string, w: number | string) => ({
    nodes: [node("Conv", ["x", "w"], ["y"])],
    inputs: [value("x", FLOAT, ["n", 3, h, w])],
    outputs: [value("y", FLOAT, ["n", 3, h, w])],
  }),
  NHWC: (h: number | string, w: number | string) => ({
    nodes: [
      turned("x", "a", [0, 3, 1, 2]),
      node("Conv", ["a", "w"], ["b"]),
      turned("b", "y", [0, 2, 3, 1]),
    ],
    inputs: [value("x", FLOAT, ["n", h, w, 3])],
    outputs: [value("y", FLOAT, ["n", h, w, 3])],
  }),
  float16: (h: number | string, w: number | string) => ({
    nodes: [
      node("Cast", ["x"], ["a"], [integer("to", FLOAT)]),
      node("Conv", ["a", "w"], ["b"]),
      node("Cast", ["b"], ["y"], [integer("to", FLOAT16)]),
    ],
    inputs: [value("x", FLOAT16, ["n", 3, h, w])],
    outputs: [value("y", FLOAT16, ["n", 3, h, w])],
  }),
  probabilities: (h: number | string, w: number | string) => ({
    nodes: [node("Conv", ["x", "w"], ["a"]), node("Softmax", ["a"], ["y"], [integer("axis", 1)])],
    inputs: [value("x", FLOAT, ["n", 3, h, w])],
    outputs: [value("y", FLOAT, ["n", 3, h, w])],
  }),
  labels: (h: number | string, w: number | string) => ({
    nodes: [
      node("Conv", ["x", "w"], ["a"]),
      node("ArgMax", ["a"], ["y"], [integer("axis", 1), integer("keepdims", 0)]),
    ],
    inputs: [value("x", FLOAT, ["n", 3, h, w])],
    outputs: [value("y", INT64, ["n", h, w])],
  }),
};

const SIZES = [
  ["fixed", [8, 16], {}],
  ["named by the card", ["h", "w"], { inputSize: { width: 16, height: 8 } }],
  ["fixed, letterboxed", [16, 16], { resize: "letterbox", fill: 114 }],
  ["each image's own", ["h", "w"], { resize: "none" }],
  ["a multiple", ["h", "w"], { inputSize: { multiple: 8 } }],
  ["a multiple, letterboxed", ["h", "w"], { inputSize: { multiple: 8 }, resize: "letterbox" }],
] as const;

const cases = Object.keys(MODELS).flatMap((kind) =>
  SIZES.map(([name, axes, card]) => ({ kind: kind as keyof typeof MODELS, name, axes, card })),
);

const IMAGES = [halves(16, 8, 0, 1), halves(16, 8, 2, 0), halves(12, 6, 1, 2), halves(6, 12, 0, 2)];

test.each(cases)("$kind, size: $name", async ({ kind, axes, card }) => {
  const bytes = model({ ...MODELS[kind](axes[0], axes[1]), weights: [weights] });
  const { summary, loadable } = inspectModel({ format: "onnx", model: bytes });
  const own =
    kind === "labels" ? { classes: [0, 3, 7] } : kind === "probabilities" ? { output: kind } : {};
  const plan = planModel(summary, modelCardSchema.parse({ ...card, ...own }), classMap);
  const found: number[][] = [];
  await runModel({
    ...{ model: loadable, plan, images: IMAGES, threads: 1 },
    limits: { seconds: 30, memoryMiB: 600 },
    async onLabels(index, labels) {
      const { width, height } = IMAGES[index]!;
      expect(labels).toHaveLength(width * height);
      const row = [...labels.subarray(0, width)];
      // Every row is alike: the left half of one class, the right half of another.
      for (let y = 1; y < height; y++) {
        expect([...labels.subarray(y * width, (y + 1) * width)]).toEqual(row);
      }
      expect(new Set(row.slice(0, width / 2)).size).toBe(1);
      expect(new Set(row.slice(width / 2)).size).toBe(1);
      found[index] = [row[0]!, row.at(-1)!];
    },
  });
  expect(found).toEqual([
    [0, 3],
    [7, 0],
    [3, 7],
    [0, 7],
  ]);
});

test("channels, order of classes and range come from the card", async () => {
  const bytes = model({ ...MODELS.logits(8, 8), weights: [weights] });
  const { summary, loadable } = inspectModel({ format: "onnx", model: bytes });
  const ends = async (card: object) => {
    const plan = planModel(summary, modelCardSchema.parse(card), classMap);
    const rows: number[] = [];
    await runModel({
      ...{ model: loadable, plan, images: [halves(8, 8, 0, 1)], threads: 1 },
      limits: { seconds: 30, memoryMiB: 600 },
      async onLabels(_, labels) {
        rows.push(labels[0]!, labels[7]!);
      },
    });
    return rows;
  };
  expect(await ends({ channels: "BGR" })).toEqual([7, 3]);
  expect(await ends({ classes: [7, 0, 3] })).toEqual([7, 0]);
  expect(await ends({ range: "0..255", mean: [0, 0, -500] })).toEqual([7, 7]);
  expect(await ends({ std: [1, 1e9, 1], mean: [0.5, 0, 0] })).toEqual([0, 3]);
});

test.each([
  ["NCHW for TensorFlow.js' layout", { layout: "NHWC" }],
  ["an unknown class", { classes: [0, 3, 9] }],
  ["labels that are floats", { output: "labels" }],
  ["an output that is not there", { outputName: "z" }],
])("refuses %s", (_, card) => {
  const bytes = model({ ...MODELS.logits(8, 8), weights: [weights] });
  const { summary } = inspectModel({ format: "onnx", model: bytes });
  expect(() => planModel(summary, modelCardSchema.parse(card), classMap)).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^model_(card|shape)$/) }),
  );
});
