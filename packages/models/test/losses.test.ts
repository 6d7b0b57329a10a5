import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import {
  bceWithLogits,
  crossEntropy,
  dice,
  focal,
  rmse,
  ssim,
  tversky,
} from "../src/losses/index.ts";
import { BACKENDS, use } from "./backend.ts";
import fixtures from "./fixtures/losses.json" with { type: "json" };
import { expectClose, formula, image } from "./formula.ts";

const [n, h, w] = [2, 5, 4];

/** Class indices with some void pixels (255), made as the PyTorch side makes them. */
function labels(classes: number, drop?: number): tf.Tensor {
  const ids = Array.from(formula("labels", n * h * w), (u) => {
    const id = Math.floor(((u + 1) / 2) * (classes + 1));
    return id === classes || id === drop ? 255 : id;
  });
  return tf.tensor(ids, [n, h, w], "int32");
}
const unit = (name: string, shape: number[]) => tf.div(tf.add(image(name, shape), 1), 2);
const soft = () => unit("targets", [n, h, w, 1]);
const weights = [0.5, 1.5, 3];

interface Case {
  loss: (x: tf.Tensor4D) => tf.Scalar;
  shape?: number[];
  scale?: number;
}
const one = [n, h, w, 1];
const picture = { shape: [1, 13, 12, 2], scale: 1 };

const cases: Record<keyof typeof fixtures, Case> = {
  crossEntropy: { loss: (x) => crossEntropy(x, labels(3), { ignore: 255 }) },
  "crossEntropy-weights": { loss: (x) => crossEntropy(x, labels(3), { weights }) },
  "crossEntropy-ignore-class": { loss: (x) => crossEntropy(x, labels(3), { ignore: 1 }) },
  focal: { loss: (x) => focal(x, labels(3)) },
  "focal-weights": { loss: (x) => focal(x, labels(3), { gamma: 1.5, weights }) },
  dice: { loss: (x) => dice(x, labels(3)) },
  "dice-smooth": { loss: (x) => dice(x, labels(3), { smooth: 1 }) },
  "dice-absent": { loss: (x) => dice(x, labels(3, 2)) },
  "dice-binary": { loss: (x) => dice(x, labels(2)), shape: one },
  tversky: { loss: (x) => tversky(x, labels(3), { alpha: 0.3, beta: 0.7 }) },
  "tversky-focal": {
    loss: (x) => tversky(x, labels(3), { alpha: 0.3, beta: 0.7, gamma: 0.75, smooth: 0.5 }),
  },
  bce: { loss: (x) => bceWithLogits(x, soft()), shape: one },
  "bce-weight": { loss: (x) => bceWithLogits(x, soft(), { positiveWeight: 2.5 }), shape: one },
  rmse: { loss: (x) => rmse(x, soft()), shape: one },
  ssim: {
    loss: (x) => ssim(tf.div(tf.add(x, 1), 2), unit("targets", picture.shape) as tf.Tensor4D),
    ...picture,
  },
  "ssim-window": {
    loss: (x) =>
      ssim(tf.div(tf.add(x, 1), 2), unit("targets", picture.shape) as tf.Tensor4D, {
        range: 2,
        window: 7,
        sigma: 1,
      }),
    ...picture,
  },
};

describe.each(BACKENDS)("losses against PyTorch, on %s", (backend) => {
  test.each(Object.entries(cases))("%s: value and gradient", async (name, one) => {
    const left = await use(backend);
    const { loss, shape = [n, h, w, 3], scale = 3 } = one;
    const expected = fixtures[name as keyof typeof fixtures];
    const x = tf.tidy(() => tf.mul(image("logits", shape), scale)) as tf.Tensor4D;
    const { value, grad } = tf.valueAndGrad(loss as (x: tf.Tensor) => tf.Tensor)(x);
    expectClose(value.dataSync(), [expected.loss], 1e-5, "loss");
    expectClose(grad.dataSync(), expected.gradient, 1e-4, "gradient");
    tf.dispose([x, value, grad]);
    expect(left()).toBe(0);
  });
});

describe("edges", () => {
  const allVoid = () => tf.fill([n, h, w], 255, "int32");
  const logits = () => image("logits", [n, h, w, 3]);

  test.each([
    ["crossEntropy", crossEntropy],
    ["focal", focal],
    ["dice", dice],
    ["tversky", tversky],
  ])("%s of void pixels alone is 0 without slope", async (_, loss) => {
    await use("onnx");
    tf.tidy(() => {
      const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => loss(x, allVoid()))(logits());
      expect(value.dataSync()[0]).toBe(0);
      expect([...grad.dataSync()].every((v) => v === 0)).toBe(true);
    });
  });

  test("a perfect prediction costs nothing and has a finite slope", async () => {
    await use("onnx");
    tf.tidy(() => {
      const y = labels(3);
      const sure = tf.mul(tf.oneHot(y as tf.Tensor1D, 3), 60);
      for (const loss of [crossEntropy, focal, dice, tversky]) {
        const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => loss(x, y))(sure);
        expect(value.dataSync()[0]).toBeLessThan(1e-6);
        expect([...grad.dataSync()].every(Number.isFinite)).toBe(true);
      }
      const x = soft();
      const { value, grad } = tf.valueAndGrad((v: tf.Tensor) => rmse(v, soft()))(x);
      expect(value.dataSync()[0]).toBeLessThan(1e-6);
      expect([...grad.dataSync()].every((v) => v === 0)).toBe(true);
    });
  });

  test("say what to change", async () => {
    await use("onnx");
    tf.tidy(() => {
      expect(() => crossEntropy(logits(), tf.reshape(labels(3), [-1]))).toThrow(
        /need labels \[2,5,4\]/,
      );
      expect(() => crossEntropy(logits(), labels(3), { weights: [1, 2] })).toThrow(
        /need 3 weights/,
      );
      expect(() => crossEntropy(image("logits", one), labels(2))).toThrow(/bceWithLogits/);
      expect(() => ssim(logits(), logits())).toThrow(/set a smaller window/);
    });
  });
});
