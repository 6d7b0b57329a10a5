import * as tf from "@tensorflow/tfjs-core";
import { engine, type GradConfig, type Tensor } from "@tensorflow/tfjs-core";
import type { ConvAttrs } from "../kernels/geometry.ts";
import { onOurs, revised } from "./config.ts";

/** A kind of convolution by the names of its kernels. */
interface Kind {
  readonly forward: string;
  readonly ofInput: string;
  readonly ofFilter: string;
}

const PLAIN: Kind = {
  forward: "Conv2D",
  ofInput: "Conv2DBackpropInput",
  ofFilter: "Conv2DBackpropFilter",
};
const DEPTHWISE: Kind = {
  forward: "DepthwiseConv2dNative",
  ofInput: "DepthwiseConv2dNativeBackpropInput",
  ofFilter: "DepthwiseConv2dNativeBackpropFilter",
};

const dilated = ({ dilations }: ConvAttrs): boolean => [dilations ?? 1].flat().some((n) => n !== 1);

function derivatives(kind: Kind, dy: Tensor, x: Tensor, filter: Tensor, attrs: ConvAttrs) {
  const { strides, pad, dataFormat, dilations, dimRoundingMode } = attrs;
  const shared = { strides, pad, dataFormat, dilations: dilations ?? 1, dimRoundingMode };
  const run = (kernel: string, inputs: Record<string, Tensor>, more: object): Tensor =>
    engine().runKernel(kernel, inputs, { ...shared, ...more } as never);
  return {
    x: () => run(kind.ofInput, { dy, filter }, { inputShape: x.shape }),
    filter: () => run(kind.ofFilter, { x, dy }, { filterShape: filter.shape }),
  };
}

/**
 * Gradients that tfjs-core refuses for dilated convolutions, although only other backends' kernels
 * lack the attribute: ours take `dilations`. Undilated ones, and other backends, keep the original.
 */
export const convolutions = (): GradConfig[] =>
  [PLAIN, DEPTHWISE].map((kind) =>
    revised<ConvAttrs>(kind.forward, (dy, saved, attrs) => {
      const [x, filter] = saved as [Tensor, Tensor];
      return dilated(attrs) && onOurs() ? derivatives(kind, dy, x, filter, attrs) : null;
    }),
  );

/** Attributes of the fused convolutions that ran dilated, by their result. */
const fused = new WeakMap<object, { kind: Kind; attrs: ConvAttrs }>();

/** Called by the fused kernels, so that `reviseFused` knows what tfjs-core's gradient does not get. */
export function noteFused(kernel: string, output: object, attrs: ConvAttrs): void {
  if (dilated(attrs))
    fused.set(output, { kind: kernel === "FusedConv2D" ? PLAIN : DEPTHWISE, attrs });
}

type CustomGradient = (...args: unknown[]) => {
  value: Tensor;
  gradFunc(dy: Tensor, saved: Tensor[]): Tensor | Tensor[];
};

/**
 * `tf.fused.conv2d`, which `tf.layers.conv2d` is made of, has its gradient written into the op, and
 * that refuses dilation. The op passes the gradient through `customGrad`: here another one takes its
 * place where our kernel ran dilated. Everything else passes unchanged.
 */
export function reviseFused(): void {
  const target = engine();
  const original = target.customGrad.bind(target) as (f: CustomGradient) => unknown;
  target.customGrad = ((f: CustomGradient) =>
    original((...args) => {
      const save = args.at(-1) as (tensors: Tensor[]) => void;
      let ran: ReturnType<typeof fused.get>;
      const noting = (tensors: Tensor[]): void => {
        // What both fused convolutions save: filter, input, result, and the bias if there is one.
        if (tensors.length > 2) ran = fused.get(tensors[2]!.dataId);
        save(tensors);
      };
      const made = f(...args.slice(0, -1), noting);
      if (!ran) return made;
      const { kind, attrs } = ran;
      return { ...made, gradFunc: (dy, saved) => derived(kind, dy, saved, attrs) };
    })) as unknown as typeof target.customGrad;
}

/** Slopes of input, filter and bias. Only linear activations are fused while there is a tape. */
function derived(kind: Kind, dy: Tensor, saved: Tensor[], attrs: ConvAttrs): Tensor[] {
  const [filter, x, y, bias] = saved as [Tensor, Tensor, Tensor, Tensor?];
  const slope = tf.reshape(dy, y.shape);
  const of = derivatives(kind, slope, x, filter, attrs);
  const slopes = [of.x(), of.filter()];
  if (!bias) return slopes;
  const axes = tf.broadcast_util.getReductionAxes(bias.shape, slope.shape);
  return [...slopes, tf.reshape(tf.sum(slope, axes), bias.shape)];
}
