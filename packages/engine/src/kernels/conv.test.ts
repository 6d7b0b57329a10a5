import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { beforeEach, describe, expect, test } from "vitest";
import { expectClose, expectSame, numbers } from "../testing/compare.ts";
import { expectGradients } from "../testing/difference.ts";
import { REFERENCE } from "../testing/reference-ops.ts";

type T4 = tf.Tensor4D;
const image = (shape: number[], seed = 1) => numbers(shape, seed) as T4;

beforeEach(() => tf.setBackend("onnx"));

test("transposed convolution with gradients", () =>
  expectSame(() => {
    const f = (a: tf.Tensor, w: tf.Tensor) =>
      tf.conv2dTranspose(a as T4, w as T4, [2, 9, 11, 3], 2, "same");
    const [x, w] = [image([2, 5, 6, 4]), image([3, 3, 3, 4], 2)];
    return [f(x, w), ...tf.grads((a, b) => tf.square(f(a, b)))([x, w])];
  }));

test("other backends refuse gradients of dilated convolutions as before", async () => {
  await tf.setBackend("cpu");
  const x = image([1, 5, 5, 1]);
  const dilated = (w: tf.Tensor) => tf.conv2d(x, w as T4, 1, "same", "NHWC", 2);
  const fused = (w: tf.Tensor) =>
    tf.fused.conv2d({ x, filter: w as T4, strides: 1, pad: "same", dilations: 2 });
  for (const f of [dilated, fused])
    expect(() => tf.grad(f)(image([3, 3, 1, 1]))).toThrow(/dilation rates greater than 1/);
});

describe("whole blocks of channels", () => {
  // Images, filters [kh, kw, I, O], stride, and dilation: blocks on both sides, on one, on none.
  const cases = [
    [[2, 6, 5, 32], [3, 3, 32, 48], 1, 1],
    [[2, 5, 6, 16], [3, 3, 16, 7], 1, 1],
    [[2, 6, 5, 7], [3, 3, 7, 32], 1, 1],
    [[2, 6, 6, 32], [1, 1, 32, 16], 1, 1],
    [[2, 7, 6, 32], [3, 3, 32, 16], 2, 1],
    [[1, 9, 8, 16], [3, 3, 16, 16], 1, 2],
    [[1, 5, 5, 20], [3, 3, 20, 36], 1, 1],
    // So large that the images' sums are made apart, and that the smaller side is the volume.
    [[2, 28, 29, 32], [3, 3, 32, 16], 1, 1],
    [[2, 29, 28, 16], [3, 3, 16, 32], 1, 1],
  ] as const;
  test.each(cases)("images %j, filters %j, stride %d, dilation %d", (x, w, stride, dilation) => {
    const inputs = [image([...x]), image([...w], 2)];
    expectEqual(
      (a, f) => tf.conv2d(a as T4, f as T4, stride, "same", "NHWC", dilation),
      (a, f) => columns(a as T4, f as T4, stride, dilation),
      inputs,
    );
  });
});

/** The same convolution as a product of cut and joined pixels with the filters. */
function columns(x: T4, filter: T4, stride: number, dilation: number): tf.Tensor {
  const [kh, kw, from, to] = filter.shape;
  const info = tf.backend_util.computeConv2DInfo(x.shape, filter.shape, stride, dilation, "same");
  const { top, bottom, left, right } = info.padInfo;
  const padded = tf.pad(x, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
  const taps: tf.Tensor[] = [];
  for (let h = 0; h < kh; h++)
    for (let w = 0; w < kw; w++) {
      const begin = [0, h * dilation, w * dilation, 0];
      const end = [
        ...[info.batchSize, begin[1]! + (info.outHeight - 1) * stride + 1],
        ...[begin[2]! + (info.outWidth - 1) * stride + 1, from],
      ];
      taps.push(tf.stridedSlice(padded, begin, end, [1, stride, stride, 1]));
    }
  const rows = tf.reshape(tf.concat(taps, 3), [-1, kh * kw * from]);
  return tf.reshape(tf.matMul(rows, tf.reshape(filter, [-1, to])), info.outShape);
}

/** Values and gradients of a function as it is, and of the same by other means. */
function expectEqual(
  f: (...xs: tf.Tensor[]) => tf.Tensor,
  reference: typeof f,
  inputs: tf.Tensor[],
): void {
  tf.tidy(() => {
    const both = [f, reference].map((g) => {
      const slope = numbers(g(...inputs).shape, 31);
      const gradients = tf.grads((...xs) => tf.sum(tf.mul(g(...xs), slope)))(inputs);
      return [g(...inputs), ...gradients].map((t) => [t.shape, t.dataSync()] as const);
    });
    for (const [i, [shape, values]] of both[0]!.entries()) {
      expect(shape).toEqual(both[1]![i]![0]);
      expectClose(values, both[1]![i]![1]);
    }
  });
}

describe("the fused ops that layers are made of", () => {
  const common = { strides: 1, pad: "same" as const, dilations: 2 };
  const [x, w, b] = [[2, 9, 8, 3], [3, 3, 3, 4], [4]] as const;
  test("dilated convolution, with and without bias, of one image", () => {
    const three = [image([...x]), image([...w], 2), numbers([...b], 3)];
    expectEqual(
      (x, filter, bias) => tf.fused.conv2d({ x: x as T4, filter: filter as T4, bias, ...common }),
      (x, filter, bias) => tf.add(REFERENCE.dilated(x as T4, filter as T4, 2), bias!),
      three,
    );
    expectEqual(
      (x, filter) => tf.fused.conv2d({ x: x as T4, filter: filter as T4, ...common }),
      (x, filter) => REFERENCE.dilated(x as T4, filter as T4, 2),
      three.slice(0, 2),
    );
    expectEqual(
      (x, filter) => tf.fused.conv2d({ x: x as tf.Tensor3D, filter: filter as T4, ...common }),
      (x, filter) => tf.squeeze(REFERENCE.dilated(tf.expandDims(x!) as T4, filter as T4, 2), [0]),
      [numbers([9, 8, 3]), three[1]!],
    );
  });
  test("dilated with an activation, depthwise", () => {
    const three = [image([...x]), image([3, 3, 3, 1], 2), numbers([3], 3)];
    expectEqual(
      (x, filter, bias) =>
        tf.fused.depthwiseConv2d({ x: x as T4, filter: filter as T4, bias, ...common }),
      (x, filter, bias) => tf.add(REFERENCE.dilatedDepthwise(x as T4, filter as T4, 2), bias!),
      three,
    );
    expectEqual(
      (x, filter) =>
        tf.fused.conv2d({ x: x as T4, filter: filter as T4, activation: "relu", ...common }),
      (x, filter) => tf.relu(REFERENCE.dilated(x as T4, filter as T4, 2)),
      [image([...x]), image([...w], 2)],
    );
  });
});

test("layers with dilation and without, depthwise, separable: they train", async () => {
  const layers = [
    tfl.layers.conv2d({ filters: 3, kernelSize: 3, dilationRate: 2, padding: "same" }),
    tfl.layers.depthwiseConv2d({ kernelSize: 3, padding: "same" }),
    tfl.layers.separableConv2d({ filters: 3, kernelSize: 3, dilationRate: 2, padding: "same" }),
    tfl.layers.conv2d({ filters: 2, kernelSize: 3, dilationRate: [1, 3], activation: "relu" }),
    tfl.layers.flatten(),
    tfl.layers.dense({ units: 1 }),
  ];
  const input = tfl.input({ shape: [9, 8, 3] });
  const output = layers.reduce<tfl.SymbolicTensor>(
    (y, layer) => layer.apply(y) as tfl.SymbolicTensor,
    input as never,
  );
  const model = tfl.model({ inputs: input, outputs: output as never });
  model.compile({ optimizer: tf.train.adam(0.01), loss: "meanSquaredError" });
  const [x, y] = [image([4, 9, 8, 3]), numbers([4, 1], 2)];
  const { history } = await model.fit(x, y, { epochs: 12, verbose: 0 });
  const [first, last] = [history.loss![0] as number, history.loss!.at(-1) as number];
  expect(last).toBeLessThan(first * 0.8);
  tf.dispose([x, y]);
  model.dispose();
});

test("batch normalization: other ranks, in training", async () => {
  await expectSame(() => {
    const [m, s, o] = [numbers([5], 2), numbers([5], 4), numbers([5], 5)];
    const v = tf.add(tf.abs(numbers([5], 3)), 0.1);
    const flat = numbers([6, 5], 8);
    const bare = (x: tf.Tensor) => tf.batchNorm(x, m as never, v as never);
    return [
      bare(flat),
      tf.batchNorm(flat, m as never, v as never, o as never),
      tf.batchNorm(flat, m as never, v as never, o as never, s as never, 1e-3),
      tf.batchNorm(numbers([2, 4, 5]), m as never, v as never, o as never, s as never, 1e-3),
    ];
  });
  await tf.setBackend("onnx");
  const full = (x: tf.Tensor, offset: tf.Tensor, scale: tf.Tensor) => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    return tf.batchNorm(x, mean as never, variance as never, offset as never, scale as never, 1e-3);
  };
  expectGradients(full, [image([2, 3, 4, 5]), numbers([5], 2), numbers([5], 3)]);
  const bare = (x: tf.Tensor) => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    return tf.batchNorm(x, mean as never, variance as never);
  };
  const left = tf.memory().numTensors;
  expectGradients(bare, [tf.tidy(() => image([2, 3, 4, 5]))]);
  expect(tf.memory().numTensors).toBe(left + 1);
});
