import * as tf from "@tensorflow/tfjs-core";
import { afterAll, expect, test } from "vitest";
import { onFallback } from "./index.ts";
import { expectClose, numbers } from "./testing/compare.ts";
import { OPS, type Ops, REFERENCE } from "./testing/reference-ops.ts";
import { deeplab, pspnet, type Segmenter, segformer, unet, weights } from "./testing/segmenters.ts";

const fallbacks: string[] = [];
onFallback((kernel) => fallbacks.push(kernel));
afterAll(() => expect(fallbacks, "kernels that ran on the cpu backend").toEqual([]));

interface Trained {
  losses: number[];
  gradients: { shape: number[]; values: Float32Array }[];
}

/** Gradients of the first step, and the losses over three of Adam's. */
async function train(
  backend: string,
  network: Segmenter,
  ops: Ops,
  size: number[],
): Promise<Trained> {
  await tf.setBackend(backend);
  const drawn = weights();
  const x = numbers([2, ...size, 3], 71) as tf.Tensor4D;
  const target = tf.tidy(() =>
    tf.oneHot(tf.cast(tf.mul(tf.abs(numbers([2, ...size], 72)), 2.99), "int32"), 3),
  );
  const loss = (): tf.Scalar => {
    drawn.again();
    const logits = network(x, drawn.weight, ops);
    return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), target), 3)));
  };
  tf.tidy(loss);
  const { value, grads } = tf.tidy(() => tf.variableGrads(loss, drawn.all));
  const gradients = drawn.all.map(({ name, shape }) => ({
    shape,
    values: grads[name]!.dataSync() as Float32Array,
  }));
  const optimizer = tf.train.adam(0.01);
  const losses = [0, 1, 2].map(() => {
    const step = optimizer.minimize(loss, true, drawn.all)!;
    const number = step.dataSync()[0]!;
    step.dispose();
    return number;
  });
  tf.dispose([x, target, value, grads, drawn.all]);
  optimizer.dispose();
  return { losses, gradients };
}

const networks: [string, Segmenter, number[]][] = [
  ["PSPNet", pspnet, [23, 26]],
  ["DeepLabV3+", deeplab, [19, 22]],
  ["SegFormer", segformer, [24, 32]],
  ["U-Net", unet, [10, 12]],
];

test.each(networks)("%s trains natively, as on the cpu backend", async (_, network, size) => {
  const expected = await train("cpu", network, REFERENCE, size);
  const actual = await train("onnx", network, OPS, size);
  expectClose(actual.losses, expected.losses, 1e-4);
  expect(actual.losses[2]).toBeLessThan(actual.losses[0]!);
  for (const [i, { shape, values }] of actual.gradients.entries()) {
    const reference = expected.gradients[i]!;
    expect(shape).toEqual(reference.shape);
    const scale = Math.max(...reference.values.map(Math.abs), 1e-3);
    expectClose(
      values.map((v) => v / scale),
      reference.values.map((v) => v / scale),
      1e-4,
    );
  }
});
