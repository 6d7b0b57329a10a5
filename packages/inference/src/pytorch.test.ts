import { readdirSync, readFileSync } from "node:fs";
import { modelCardSchema } from "@maskboard/contracts";
import { expect, test } from "vitest";
import { z } from "zod";
import { inspectModel } from "./inspect.ts";
import { planModel } from "./plan.ts";
import { type ModelImage, runModel } from "./run-model.ts";

/** Models that PyTorch 1.13's exporters wrote; fixtures/make.py tells how. */
const FOLDER = new URL("../fixtures/", import.meta.url);
const WIDTH = 48;
const HEIGHT = 32;

const classMap = {
  classes: [0, 1, 2].map((id) => ({ id, name: `class ${id}`, color: "#123456" })),
};

/** The picture that make.py draws too. */
const picture: ModelImage = {
  width: WIDTH,
  height: HEIGHT,
  async read(size) {
    expect(size).toEqual({ width: WIDTH, height: HEIGHT });
    const rgb = new Uint8Array(3 * WIDTH * HEIGHT);
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++) {
        rgb.set(
          [(7 * x + 3 * y) & 255, (x * y) & 255, (255 - 5 * y - x) & 255],
          3 * (y * WIDTH + x),
        );
      }
    }
    return { ...size, rgb };
  },
};

const { rows } = z
  .object({ rows: z.array(z.string()) })
  .parse(JSON.parse(readFileSync(new URL("expected.json", FOLDER), "utf8")));
const expected = [...rows.join("")].map(Number);

const files = readdirSync(FOLDER).filter((name) => /^torch.*\.onnx$/.test(name));

/** What the models' own shapes do not say. */
const CARDS: Record<string, object> = {
  "torch-opset17-any-size.onnx": { resize: "none" },
  "torch-opset13-two-outputs.onnx": { outputName: "out" },
  "torch-opset16-probabilities.onnx": { output: "probabilities" },
};

test.each(files)("%s gives PyTorch's own labels", async (name) => {
  const model = readFileSync(new URL(name, FOLDER));
  const card = modelCardSchema.parse(CARDS[name] ?? {});
  const { summary, loadable } = inspectModel({ format: "onnx", model });
  const plan = planModel(summary, card, classMap);
  const all: number[][] = [];
  await runModel({
    ...{ model: loadable, plan, limits: { seconds: 20, memoryMiB: 600 }, threads: 1 },
    images: [picture, picture, picture],
    async onLabels(_, labels) {
      all.push([...labels]);
    },
  });
  expect(all).toEqual([expected, expected, expected]);
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
