import * as tf from "@tensorflow/tfjs-core";
import { type ConvOptions, conv } from "../layers/conv.ts";
import { batchNorm, type Layer } from "../layers/norm.ts";
import { kaimingNormal } from "../parameters/init.ts";
import { at, type Scope } from "../parameters/store.ts";

export interface BlockOptions {
  readonly from: number;
  /** Channels inside; the output has `expansion` times as many. */
  readonly width: number;
  readonly stride: number;
  /** Of the filter that strides, or would, and of those after it; see `halvings`. */
  readonly dilations: readonly [number, number];
  /** Which convolution of a bottleneck strides: torchvision's second or the paper's first. */
  readonly strideIn: "3x3" | "1x1";
  readonly epsilon: number;
}

type BlockFactory = (scope: Scope, options: BlockOptions) => Layer;

/** Convolution without bias and its normalization, `conv1` and `bn1` below `scope`. */
export function convNorm(
  scope: Scope,
  [convName, normName]: [string, string],
  options: ConvOptions,
  epsilon: number,
): Layer {
  const apply = conv(at(scope, convName), {
    ...options,
    bias: false,
    init: kaimingNormal("out"),
  });
  const norm = batchNorm(at(scope, normName), options.to, { epsilon });
  return (x, mode) => norm(apply(x), mode);
}

/** The way past a block: the input, or a strided 1 x 1 convolution where its shape differs. */
function shortcut(scope: Scope, to: number, { from, stride, epsilon }: BlockOptions): Layer {
  if (stride === 1 && from === to) return (x) => x;
  return convNorm(at(scope, "downsample"), ["0", "1"], { from, to, size: 1, stride }, epsilon);
}

/** Two 3 x 3 convolutions and the shortcut (He et al. 2015, arXiv 1512.03385, figure 5 left). */
const basic: BlockFactory = (scope, options) => {
  const { from, width: to, stride, dilations, epsilon } = options;
  const make = (n: number, more: Omit<ConvOptions, "size">) =>
    convNorm(scope, [`conv${n}`, `bn${n}`], { size: 3, ...more }, epsilon);
  const first = make(1, { from, to, stride, dilation: dilations[0] });
  const second = make(2, { from: to, to, dilation: dilations[1] });
  const past = shortcut(scope, to, options);
  return (x, mode) => {
    const y = second(tf.relu(first(x, mode)), mode);
    return tf.relu(tf.add(y, past(x, mode)));
  };
};

/** 1 x 1, 3 x 3 and 1 x 1 to four times the width (figure 5 right). */
const bottleneck: BlockFactory = (scope, options) => {
  const { from, width, stride, strideIn, dilations, epsilon } = options;
  const [early, late] = strideIn === "1x1" ? [stride, 1] : [1, stride];
  const make = (n: number, more: ConvOptions) =>
    convNorm(scope, [`conv${n}`, `bn${n}`], more, epsilon);
  const first = make(1, { from, to: width, size: 1, stride: early });
  const second = make(2, {
    ...{ from: width, to: width, size: 3, stride: late },
    dilation: dilations[strideIn === "3x3" ? 0 : 1],
  });
  const third = make(3, { from: width, to: width * 4, size: 1 });
  const past = shortcut(scope, width * 4, options);
  return (x, mode) => {
    const y = third(tf.relu(second(tf.relu(first(x, mode)), mode)), mode);
    return tf.relu(tf.add(y, past(x, mode)));
  };
};

export const BLOCKS = {
  basic: { make: basic, expansion: 1 },
  bottleneck: { make: bottleneck, expansion: 4 },
} as const;
