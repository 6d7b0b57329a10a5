import * as tf from "@tensorflow/tfjs-core";
import {
  type Conv2DAttrs,
  type DepthToSpaceAttrs,
  type DepthwiseConv2dNativeAttrs,
  engine,
  type GradConfig,
  getGradient,
  type NamedAttrMap,
  registerGradient,
  type Tensor,
  type Tensor4D,
} from "@tensorflow/tfjs-core";

type Gradients = (dy: Tensor, saved: Tensor[], attrs: NamedAttrMap) => Record<string, () => Tensor>;

const one = (value: number | number[] | undefined): boolean =>
  value === undefined || [value].flat().every((n) => n === 1);

/**
 * Gradients that TensorFlow.js refuses for dilated convolutions, although only its kernels lack the
 * attribute: ours take `dilations`. Undilated ones, and other backends, keep the original.
 */
function dilated(name: string, ofInput: string, ofFilter: string): GradConfig {
  const original = getGradient(name);
  const gradFunc: Gradients = (dy, saved, attrs) => {
    const { dilations, strides, pad, dataFormat, dimRoundingMode } =
      attrs as unknown as Conv2DAttrs & DepthwiseConv2dNativeAttrs;
    const ours = engine().backendName.startsWith("onnx");
    if (one(dilations) || !ours) return original.gradFunc(dy, saved, attrs) as never;
    const [x, filter] = saved as [Tensor, Tensor];
    const shared = { strides, pad, dataFormat, dilations, dimRoundingMode };
    const run = (kernel: string, inputs: Record<string, Tensor>, more: object): Tensor =>
      engine().runKernel(kernel, inputs, { ...shared, ...more } as never);
    return {
      x: () => run(ofInput, { dy, filter }, { inputShape: x.shape }),
      filter: () => run(ofFilter, { x, dy }, { filterShape: filter.shape }),
    };
  };
  return { ...original, gradFunc } as GradConfig;
}

/**
 * Batch normalization with two reductions over the batch where tfjs-core takes five:
 * with s = scale / sqrt(v + e) and d = x - m, dx = dy s, dm = -s sum(dy),
 * dv = -s sum(dy d) / (2 (v + e)), dscale = sum(dy d) / sqrt(v + e), doffset = sum(dy).
 */
function batchNorm(): GradConfig {
  const original = getGradient("FusedBatchNorm");
  const gradFunc: Gradients = (dy, saved, attrs) => {
    const [x, mean, variance, scale] = saved as [Tensor, Tensor, Tensor, Tensor | undefined];
    if (mean.rank !== 1) return original.gradFunc(dy, saved, attrs) as never;
    const { varianceEpsilon } = attrs as unknown as { varianceEpsilon: number };
    const axes = x.shape.slice(0, -1).map((_, i) => i);
    const inverse = tf.rsqrt(tf.add(variance, varianceEpsilon));
    const slope = scale ? tf.mul(scale, inverse) : inverse;
    const total = tf.sum(dy, axes);
    const weighted = tf.sum(tf.mul(dy, tf.sub(x, mean)), axes);
    return {
      x: () => tf.mul(dy, slope),
      mean: () => tf.neg(tf.mul(slope, total)),
      variance: () => tf.mul(tf.mul(slope, weighted), tf.mul(tf.square(inverse), -0.5)),
      scale: () => tf.mul(weighted, inverse),
      offset: () => total,
    };
  };
  return { ...original, gradFunc } as GradConfig;
}

/** tfjs-core forgets to sum over the axes that an operand was broadcast along. */
function broadcasting(name: string): GradConfig {
  const original = getGradient(name);
  const gradFunc: Gradients = (dy, saved, attrs) => {
    const gradients = original.gradFunc(dy, saved, attrs) as Record<string, () => Tensor>;
    const fit = (key: "a" | "b", index: number) => () => {
      const { shape } = saved[index]!;
      const gradient = gradients[key]!();
      const axes = tf.broadcast_util.getReductionAxes(shape, dy.shape);
      return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, shape);
    };
    return { a: fit("a", 0), b: fit("b", 1) };
  };
  return { ...original, gradFunc } as GradConfig;
}

/** tfjs-core permutes the result for an axis that is not the last, although cumsum does not. */
const cumsum: GradConfig = {
  kernelName: "Cumsum",
  inputsToSave: ["x"],
  gradFunc: (dy, _saved, attrs) => {
    const { axis, exclusive, reverse } = attrs as unknown as {
      axis: number;
      exclusive: boolean;
      reverse: boolean;
    };
    return { x: () => tf.cumsum(dy as Tensor, axis, exclusive, !reverse) };
  },
};

/** From the output instead of the input, which then need not be kept: it is positive where the input is. */
const relu: GradConfig = {
  kernelName: "Relu",
  outputsToSave: [true],
  gradFunc: (dy, [y]) => ({ x: () => tf.mul(dy as Tensor, tf.step(y!)) }),
};

/** Missing in tfjs-core: space goes back to depth. */
const depthToSpace: GradConfig = {
  kernelName: "DepthToSpace",
  inputsToSave: ["x"],
  gradFunc: (dy, [x], attrs) => {
    const { blockSize: r, dataFormat } = attrs as unknown as DepthToSpaceAttrs;
    return {
      x: () => {
        const [n, a, b, c] = (dy as Tensor4D).shape;
        const [split, perm] =
          dataFormat === "NCHW"
            ? [
                [n, a, b / r, r, c / r, r],
                [0, 3, 5, 1, 2, 4],
              ]
            : [
                [n, a / r, r, b / r, r, c],
                [0, 1, 3, 2, 4, 5],
              ];
        return tf.reshape(tf.transpose(tf.reshape(dy as Tensor, split!), perm), x!.shape);
      },
    };
  },
};

/** Replaces or adds the gradients above for the whole process; for other backends they are the same or better. */
export function registerGradients(): void {
  registerGradient(dilated("Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"));
  registerGradient(
    dilated(
      "DepthwiseConv2dNative",
      "DepthwiseConv2dNativeBackpropInput",
      "DepthwiseConv2dNativeBackpropFilter",
    ),
  );
  registerGradient(batchNorm());
  for (const name of ["Maximum", "Minimum", "SquaredDifference"])
    registerGradient(broadcasting(name));
  registerGradient(relu);
  registerGradient(cumsum);
  registerGradient(depthToSpace);
}
