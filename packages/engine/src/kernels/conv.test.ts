import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { expectSame, numbers } from "../testing/compare.ts";
import { expectGradients } from "../testing/difference.ts";

type Pad =
  | "same"
  | "valid"
  | number
  | [[number, number], [number, number], [number, number], [number, number]];
const image = (shape: number[], seed = 1) => numbers(shape, seed) as tf.Tensor4D;

const grid: [number[], number[], number | [number, number], Pad][] = [
  [[2, 5, 6, 3], [3, 3, 3, 4], 1, "same"],
  [[2, 5, 6, 3], [3, 3, 3, 4], 1, "valid"],
  [[1, 7, 5, 2], [3, 3, 2, 3], 2, "same"],
  [[1, 8, 9, 2], [3, 2, 2, 3], [2, 3], "valid"],
  [[2, 9, 9, 3], [7, 7, 3, 4], 2, 3],
  [[2, 6, 6, 4], [1, 1, 4, 5], 1, "same"],
  [[2, 6, 7, 4], [1, 1, 4, 5], 2, "valid"],
  [[1, 6, 6, 2], [2, 2, 2, 2], 2, 0],
  [
    [1, 6, 6, 2],
    [4, 3, 2, 2],
    1,
    [
      [0, 0],
      [2, 1],
      [1, 0],
      [0, 0],
    ],
  ],
  [[1, 4, 4, 1], [4, 4, 1, 1], 1, "valid"],
  [[2, 18, 17, 3], [3, 3, 3, 4], 1, "same"],
  [[2, 20, 20, 3], [1, 1, 3, 4], 1, "valid"],
  [[1, 3, 3, 1], [1, 1, 1, 1], 3, "valid"],
  [[2, 17, 19, 2], [5, 3, 2, 2], 1, 1],
  // Outputs of more than 100 pixels, where the gradient of the filter is one convolution.
  [[2, 25, 24, 2], [3, 3, 2, 3], 2, "same"],
  [[1, 24, 33, 2], [2, 3, 2, 3], [2, 3], "valid"],
];

describe.each(grid)("%j by %j, stride %j, pad %j", (x, filter, stride, pad) => {
  test("forward and gradients", () =>
    expectSame(() => {
      const f = (a: tf.Tensor, w: tf.Tensor) =>
        tf.conv2d(a as tf.Tensor4D, w as tf.Tensor4D, stride, pad);
      return [
        f(image(x), image(filter, 2)),
        ...tf.grads((a, w) => tf.square(f(a, w)))([image(x), image(filter, 2)]),
      ];
    }));
  test("depthwise with gradients", async () => {
    if (typeof stride !== "number") return;
    await expectSame(() => {
      const w = image([filter[0]!, filter[1]!, x[3]!, 2], 2);
      const f = (a: tf.Tensor, b: tf.Tensor) =>
        tf.depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, stride, pad);
      const single = tf.slice(w, [0, 0, 0, 0], [-1, -1, -1, 1]);
      return [
        f(image(x), w),
        ...tf.grads((a, b) => tf.square(f(a, b)))([image(x), w]),
        ...tf.grads((a, b) => tf.square(f(a, b)))([image(x), single]),
      ];
    });
  });
});

// Outputs of more than 4,096 pixels, where each image of the batch makes a sum of its own.
test.each([
  [[2, 66, 65, 2], 1, "same"],
  [[1, 132, 131, 1], 2, 1],
] as [number[], number, Pad][])("large images %j, stride %j, pad %j", (x, stride, pad) =>
  expectSame(() => {
    const f = (w: tf.Tensor) => tf.conv2d(image(x), w as tf.Tensor4D, stride, pad as "same");
    return tf.grad((w) => tf.mean(tf.square(f(w))))(image([3, 3, x[3]!, 3], 2));
  }),
);

test("channels first", () =>
  expectSame(() => {
    const f = (a: tf.Tensor, w: tf.Tensor) =>
      tf.conv2d(a as tf.Tensor4D, w as tf.Tensor4D, 1, "same", "NCHW");
    return [
      f(image([2, 3, 5, 6]), image([3, 3, 3, 4], 2)),
      ...tf.grads((a, w) => tf.square(f(a, w)))([image([2, 3, 5, 6]), image([3, 3, 3, 4], 2)]),
    ];
  }));

test("transposed convolution with gradients", () =>
  expectSame(() => {
    const f = (a: tf.Tensor, w: tf.Tensor) =>
      tf.conv2dTranspose(a as tf.Tensor4D, w as tf.Tensor4D, [2, 9, 11, 3], 2, "same");
    const [x, w] = [image([2, 5, 6, 4]), image([3, 3, 3, 4], 2)];
    return [f(x, w), ...tf.grads((a, b) => tf.square(f(a, b)))([x, w])];
  }));

test.each(["linear", "relu", "sigmoid", "prelu", "leakyrelu"] as const)(
  "fused with bias and %s",
  (activation) =>
    expectSame(() => {
      const slopes = activation === "prelu" ? { preluActivationWeights: numbers([4], 5) } : {};
      const common = {
        x: image([2, 5, 6, 3]),
        strides: 1,
        pad: "same" as const,
        bias: numbers([4], 3),
        activation,
        leakyreluAlpha: 0.1,
        ...slopes,
      };
      return [
        tf.fused.conv2d({ ...common, filter: image([3, 3, 3, 4], 2) }),
        tf.fused.depthwiseConv2d({
          ...common,
          x: image([2, 5, 6, 4]),
          filter: image([3, 3, 4, 1], 2),
        }),
      ];
    }),
);

describe("dilated", () => {
  beforeAll(() => tf.setBackend("onnx"));
  test.each([
    [2, "same"],
    [3, "same"],
    [2, "valid"],
    [[1, 4], "same"],
  ] as [number | [number, number], "same" | "valid"][])(
    "by %j, %s: forward against cpu, gradients against finite differences",
    async (dilation, pad) => {
      const forward = (a: tf.Tensor, w: tf.Tensor) =>
        tf.conv2d(a as tf.Tensor4D, w as tf.Tensor4D, 1, pad, "NHWC", dilation);
      const deep = (a: tf.Tensor, w: tf.Tensor) =>
        tf.depthwiseConv2d(a as tf.Tensor4D, w as tf.Tensor4D, 1, pad, "NHWC", dilation);
      await expectSame(() => [
        forward(image([2, 9, 10, 3]), image([3, 3, 3, 4], 2)),
        deep(image([2, 9, 10, 3]), image([3, 3, 3, 1], 2)),
      ]);
      expectGradients(forward, [image([2, 9, 10, 3]), image([3, 3, 3, 4], 2)]);
      expectGradients(forward, [image([1, 18, 18, 2]), image([3, 3, 2, 2], 2)]);
      expectGradients(deep, [image([2, 9, 10, 3]), image([3, 3, 3, 1], 2)]);
      expectGradients(deep, [image([2, 9, 10, 3]), image([3, 3, 3, 2], 2)]);
    },
  );
  test("other backends refuse it as before", async () => {
    await tf.setBackend("cpu");
    const gradient = () =>
      tf.grad((w) => tf.conv2d(image([1, 5, 5, 1]), w as tf.Tensor4D, 1, "same", "NHWC", 2))(
        image([3, 3, 1, 1]),
      );
    expect(gradient).toThrow(/dilation rates greater than 1/);
  });
});

const poolings: [
  number[],
  number | [number, number],
  number | [number, number],
  "same" | "valid" | number,
][] = [
  [[2, 6, 8, 3], 2, 2, "valid"],
  [[2, 7, 9, 3], 3, 2, "same"],
  [[1, 7, 9, 2], 3, 2, 1],
  [[1, 6, 7, 2], [2, 3], [1, 2], "valid"],
  [[1, 5, 5, 1], 3, 1, "same"],
  [[1, 4, 4, 2], 4, 4, "valid"],
  [[1, 7, 7, 2], 2, 3, "valid"],
  [[1, 5, 6, 2], 1, 1, "valid"],
];

describe.each(poolings)("pooling %j by %j, stride %j, pad %j", (shape, size, stride, pad) => {
  test("maximum", () =>
    expectSame(() => {
      const f = (x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, size, stride, pad);
      // Relu makes ties, of which only the first may take the gradient.
      const tied = tf.relu(image(shape));
      return [
        f(image(shape)),
        tf.grad((x) => tf.square(f(x)))(image(shape)),
        tf.grad((x) => tf.add(f(x), 1))(tied),
      ];
    }));
  // The cpu backend's gradient counts the padding, which its forward pass leaves out.
  test("average", async () => {
    const f = (x: tf.Tensor) => tf.avgPool(x as tf.Tensor4D, size, stride, pad);
    await expectSame(() => f(image(shape)));
    expectGradients(f, [image(shape)]);
  });
});

const sizes: [number[], [number, number]][] = [
  [
    [2, 4, 5, 3],
    [8, 10],
  ],
  [
    [1, 4, 6, 2],
    [7, 5],
  ],
  [
    [1, 5, 3, 1],
    [5, 9],
  ],
  [
    [1, 8, 8, 2],
    [3, 5],
  ],
  [
    [1, 3, 4, 1],
    [1, 1],
  ],
  [
    [1, 1, 1, 2],
    [4, 3],
  ],
];
const modes: [boolean, boolean][] = [
  [false, false],
  [true, false],
  [false, true],
];

describe.each(modes)("resize, corners aligned %j, half-pixel centers %j", (align, half) => {
  beforeAll(() => tf.setBackend("onnx"));
  test.each(sizes)("%j to %j", async (from, to) => {
    const linear = (x: tf.Tensor) => tf.image.resizeBilinear(x as tf.Tensor4D, to, align, half);
    const nearest = (x: tf.Tensor) =>
      tf.image.resizeNearestNeighbor(x as tf.Tensor4D, to, align, half);
    await expectSame(() => [linear(image(from)), nearest(image(from))]);
    expectGradients(linear, [image(from)]);
    expectGradients(nearest, [image(from)]);
  });
});

test("batch normalization in every form, with gradients", async () => {
  await expectSame(() => {
    const x = image([2, 3, 4, 5]);
    const [m, s, o] = [numbers([5], 2), numbers([5], 4), numbers([5], 5)];
    const v = tf.add(tf.abs(numbers([5], 3)), 0.1);
    const f = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor, d: tf.Tensor, e: tf.Tensor) =>
      tf.batchNorm(a, b as never, c as never, d as never, e as never, 1e-3);
    const flat = numbers([6, 5], 8);
    return [
      f(x, m, v, o, s),
      tf.batchNorm(x, m as never, v as never),
      tf.batchNorm(flat, m as never, v as never, o as never),
      f(flat, m, v, o, s),
      f(
        x,
        image([2, 3, 4, 5], 2),
        tf.add(tf.square(image([2, 3, 4, 5], 3)), 1),
        image([2, 3, 4, 5], 6),
        image([2, 3, 4, 5], 7),
      ),
    ];
  });
  await tf.setBackend("onnx");
  const full = (x: tf.Tensor, offset: tf.Tensor, scale: tf.Tensor) => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    return tf.batchNorm(x, mean as never, variance as never, offset as never, scale as never, 1e-3);
  };
  expectGradients(full, [image([2, 3, 4, 5]), numbers([5], 2), numbers([5], 3)]);
  const fixed = (x: tf.Tensor, mean: tf.Tensor, variance: tf.Tensor) =>
    tf.batchNorm(
      x,
      mean as never,
      variance as never,
      numbers([5], 6) as never,
      numbers([5], 3) as never,
      1e-3,
    );
  expectGradients(fixed, [
    image([2, 3, 4, 5]),
    numbers([5], 2),
    tf.add(tf.abs(numbers([5], 3)), 0.5),
  ]);
});

test("gradients that tfjs-core sums up wrongly or lacks", async () => {
  await tf.setBackend("onnx");
  expectGradients(tf.maximum as never, [numbers([3, 4]), numbers([4], 2)]);
  expectGradients(tf.squaredDifference as never, [numbers([3, 1]), numbers([1, 4], 2)]);
  expectGradients((x) => tf.cumsum(x, 0), [numbers([3, 4])]);
});
