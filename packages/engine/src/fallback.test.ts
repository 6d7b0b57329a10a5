import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { onFallback } from "./fallback.ts";
import { support } from "./kernels/index.ts";
import { expectSame, numbers } from "./testing/compare.ts";

const x4 = (shape: number[], seed = 1) => numbers(shape, seed) as tf.Tensor4D;
const x5 = (shape: number[], seed = 1) => numbers(shape, seed) as tf.Tensor5D;
const int = (values: number[], shape = [values.length]) => tf.tensor(values, shape, "int32");
const boxes = () => tf.tensor2d([0, 0, 1, 1, 0, 0.1, 1, 1, 0.5, 0.5, 1.5, 1.5], [3, 4]);
const scores = () => tf.tensor1d([0.9, 0.8, 0.7]);
const words = () => tf.tensor1d(["red fox", "blue bird"], "string");
const kernel = (name: string, inputs: object, attrs: object = {}): tf.Tensor[] => {
  const out = tf.engine().runKernel(name, inputs as never, attrs as never);
  return (Array.isArray(out) ? out : [out]) as tf.Tensor[];
};
const real = (z: tf.Tensor): tf.Tensor[] => [tf.real(z), tf.imag(z)];

type Result = tf.Tensor | tf.Tensor[] | Record<string, tf.Tensor>;

/** Programs that run each kernel which has no lowering, with gradients where TensorFlow.js has them. */
const programs: Record<string, () => Result> = {
  Atan2: () => [
    tf.atan2(numbers([3]), numbers([3], 2)),
    ...tf.grads((a, b) => tf.atan2(a, b))([numbers([3]), numbers([3], 2)]),
  ],
  AvgPool3D: () => [
    tf.avgPool3d(x5([1, 4, 4, 4, 2]), 2, 2, "valid"),
    tf.grad((x) => tf.avgPool3d(x as tf.Tensor5D, 2, 2, "valid"))(x5([1, 4, 4, 4, 2])),
  ],
  MaxPool3D: () => [
    tf.maxPool3d(x5([1, 4, 4, 4, 2]), 2, 2, "valid"),
    tf.grad((x) => tf.maxPool3d(x as tf.Tensor5D, 2, 2, "valid"))(x5([1, 4, 4, 4, 2])),
  ],
  Conv3D: () => {
    const f = (x: tf.Tensor, w: tf.Tensor) =>
      tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, 1, "same");
    const [x, w] = [x5([1, 3, 3, 3, 2]), x5([2, 2, 2, 2, 3], 2)];
    return [f(x, w), ...tf.grads(f)([x, w])];
  },
  Bincount: () => tf.bincount(int([1, 1, 3]) as tf.Tensor1D, tf.tensor1d([1, 2, 4]), 5),
  DenseBincount: () => tf.denseBincount(int([1, 1, 3]) as tf.Tensor1D, tf.tensor1d([1, 2, 4]), 5),
  BitwiseAnd: () => tf.bitwiseAnd(int([6, 3]), int([3, 5])),
  BroadcastArgs: () => tf.broadcastArgs(int([2, 1]), int([1, 3])),
  ComplexAbs: () => tf.abs(tf.complex(numbers([3]), numbers([3], 2))),
  CropAndResize: () =>
    tf.image.cropAndResize(x4([1, 5, 5, 2]), boxes(), int([0, 0, 0]) as tf.Tensor1D, [3, 3]),
  Cumprod: () => tf.cumprod(numbers([3, 4]), 1),
  Diag: () => tf.diag(numbers([3])),
  Dilation2D: () => {
    const f = (x: tf.Tensor, w: tf.Tensor) =>
      tf.dilation2d(x as tf.Tensor4D, w as tf.Tensor3D, 1, "same");
    const [x, w] = [x4([1, 5, 5, 2]), numbers([2, 2, 2], 2)];
    return [f(x, w), ...tf.grads(f)([x, w])];
  },
  Einsum: () => tf.einsum("ij,jk->ik", numbers([2, 3]), numbers([3, 4], 2)),
  FFT: () => real(tf.fft(tf.complex(numbers([4]), numbers([4], 2)))),
  IFFT: () => real(tf.ifft(tf.complex(numbers([4]), numbers([4], 2)))),
  FlipLeftRight: () => tf.image.flipLeftRight(x4([1, 3, 4, 2])),
  GatherNd: () => tf.gatherND(numbers([2, 3]), int([1, 2, 0, 0], [2, 2])),
  LRN: () => [
    tf.localResponseNormalization(x4([1, 3, 3, 4]), 2),
    tf.grad((x) => tf.localResponseNormalization(x as tf.Tensor4D, 2))(x4([1, 3, 3, 4])),
  ],
  LinSpace: () => tf.linspace(0, 5, 4),
  MaxPoolWithArgmax: () => tf.maxPoolWithArgmax(x4([1, 4, 4, 2]), 2, 2, "valid") as never,
  Multinomial: () => tf.multinomial(tf.log(tf.tensor2d([[0, 1, 0]])) as tf.Tensor2D, 5, 3),
  NonMaxSuppressionV3: () => tf.image.nonMaxSuppression(boxes(), scores(), 3),
  NonMaxSuppressionV4: () =>
    tf.image.nonMaxSuppressionPadded(boxes(), scores(), 3, 0.5, 0.1, true) as never,
  NonMaxSuppressionV5: () =>
    tf.image.nonMaxSuppressionWithScore(boxes(), scores(), 3, 0.5, 0.1, 0.5) as never,
  RaggedGather: () =>
    kernel(
      "RaggedGather",
      {
        paramsNestedSplits: [int([0, 2, 3])],
        paramsDenseValues: numbers([3]),
        indices: int([1, 0]),
      },
      { outputRaggedRank: 1 },
    ),
  RaggedRange: () =>
    kernel("RaggedRange", { starts: int([0, 5]), limits: int([3, 7]), deltas: int([1, 1]) }),
  RaggedTensorToTensor: () =>
    kernel(
      "RaggedTensorToTensor",
      {
        shape: int([2, 2]),
        values: numbers([3]),
        defaultValue: tf.scalar(0),
        rowPartitionTensors: [int([0, 2, 3])],
      },
      { rowPartitionTypes: ["ROW_SPLITS"] },
    ),
  Range: () => tf.range(0, 9, 2),
  RotateWithOffset: () => tf.image.rotateWithOffset(x4([1, 4, 4, 1]), 0.5),
  ScatterNd: () => tf.scatterND(int([2, 0], [2, 1]), numbers([2, 3]), [4, 3]),
  SearchSorted: () => tf.searchSorted(tf.tensor2d([[1, 3, 5]]), tf.tensor2d([[2, 5]])),
  SparseFillEmptyRows: () =>
    tf.sparse.sparseFillEmptyRows(
      int([0, 0, 2, 1], [2, 2]) as tf.Tensor2D,
      numbers([2]) as tf.Tensor1D,
      int([3, 2]) as tf.Tensor1D,
      0,
    ) as never,
  SparseReshape: () =>
    tf.sparse.sparseReshape(
      int([0, 0, 1, 1], [2, 2]) as tf.Tensor2D,
      int([2, 3]) as tf.Tensor1D,
      int([3, 2]) as tf.Tensor1D,
    ) as never,
  SparseSegmentMean: () =>
    tf.sparse.sparseSegmentMean(
      numbers([3, 2]) as tf.Tensor2D,
      int([0, 2]) as tf.Tensor1D,
      int([0, 0]) as tf.Tensor1D,
    ),
  SparseSegmentSum: () =>
    tf.sparse.sparseSegmentSum(
      numbers([3, 2]) as tf.Tensor2D,
      int([0, 2]) as tf.Tensor1D,
      int([0, 0]) as tf.Tensor1D,
    ),
  SparseToDense: () => tf.sparseToDense(int([0, 3]), numbers([2]), [5], 0),
  StaticRegexReplace: () => tf.string.staticRegexReplace(words(), "e", "E"),
  StringNGrams: () =>
    tf.string.stringNGrams(
      tf.tensor1d(["a", "b", "c"], "string"),
      int([0, 3]),
      "|",
      [2],
      "",
      "",
      0,
      false,
    ) as never,
  StringSplit: () =>
    tf.string.stringSplit(words() as tf.Tensor1D, tf.scalar(" ", "string")) as never,
  StringToHashBucketFast: () => tf.string.stringToHashBucketFast(words(), 10),
  TensorScatterUpdate: () =>
    tf.tensorScatterUpdate(numbers([4]), int([1, 3], [2, 1]), numbers([2], 2)),
  TopK: () => tf.topk(numbers([2, 5]), 2) as never,
  Transform: () => tf.image.transform(x4([1, 4, 4, 1]), tf.tensor2d([[1, 0, 1, 0, 1, 0, 0, 0]])),
  Unique: () => tf.unique(int([3, 1, 3])) as never,
};

const said: string[] = [];
beforeAll(() => onFallback((name) => said.push(name)));
afterAll(() => onFallback(() => {}));

test.each(Object.entries(programs))("%s falls back with the same values", (_, program) =>
  expectSame(program),
);

test("every kernel without a lowering ran here, and its first use was said", () => {
  // Draw needs a browser's canvas.
  expect(support().cpu.filter((name) => !said.includes(name))).toEqual(["Draw"]);
  expect(new Set(said).size).toBe(said.length);
});
