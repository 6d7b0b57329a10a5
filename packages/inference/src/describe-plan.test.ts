import { modelCardSchema } from "@maskboard/contracts";
import { expect, test } from "vitest";
import { describePlan } from "./describe-plan.ts";
import { inspectModel } from "./inspect.ts";
import { planModel } from "./plan.ts";
import { classMap } from "./testing/images.ts";
import { convolution, FLOAT, model, node, value } from "./testing/onnx.ts";

function described(bytes: Uint8Array, card: object = {}): string {
  const { summary } = inspectModel({ format: "onnx", model: bytes });
  return describePlan(summary, planModel(summary, modelCardSchema.parse(card), classMap));
}

const bare = convolution([1, 0, 0, 0, 1, 0, 0, 0, 1]);

test("a bare model's team is told what was assumed of pixels", () => {
  expect(described(bare)).toBe(
    "ONNX with opset 17 and 9 weights; images squished to 8 x 8 as NCHW RGB, pixels from 0 to 1 " +
      "(assumed: no card.json says otherwise); 'y' holds logits, in the order 0, 3, 7.",
  );
});

test.each([
  ["the range that is assumed otherwise", { range: "0..1" }, "RGB, pixels from 0 to 1;"],
  ["another range", { range: "0..255", channels: "BGR" }, "BGR, pixels from 0 to 255;"],
  [
    "mean and deviation",
    { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    "pixels from -2.12 to 2.25, -2.04 to 2.43, -1.8 to 2.64;",
  ],
  ["a mean of the wrong range", { mean: [128, 128, 128] }, "pixels from -128 to -127;"],
])("nothing is assumed where a card says %s", (_, card, words) => {
  const text = described(bare, card);
  expect(text).toContain(words);
  expect(text).not.toContain("assumed");
});

test("whole numbers get pixels as they are", () => {
  const UINT8 = 2;
  const bytes = model({
    nodes: [
      node(
        "Cast",
        ["x"],
        ["y"],
        [
          [
            [1, "to"],
            [3, FLOAT],
            [20, 2],
          ],
        ],
      ),
    ],
    inputs: [value("x", UINT8, ["n", 3, 8, 8])],
    outputs: [value("y", FLOAT, ["n", 3, 8, 8])],
  });
  expect(described(bytes)).toContain("NCHW RGB, pixels from 0 to 255; 'y'");
});
