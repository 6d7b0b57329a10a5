import * as tf from "@tensorflow/tfjs-core";
import { conv } from "../layers/conv.ts";
import { batchNorm, type Layer } from "../layers/norm.ts";
import { halveByMean } from "../layers/pool.ts";
import { at, type Scope } from "../parameters/store.ts";
import type { EncoderFactory } from "./encoder.ts";
import { pooledEncoder } from "./pooled.ts";
import { convNorm } from "./resnet-block.ts";

export interface DensenetSpec {
  readonly name: string;
  /** Layers in each of the four blocks. */
  readonly blocks: readonly number[];
  /** Channels that each layer adds. */
  readonly growth?: number;
  /** Channels of the stem. */
  readonly width?: number;
}

/** Normalization, ReLU and convolution, `norm<n>` and `conv<n>` below `scope`. */
function normConv(scope: Scope, n: string, from: number, to: number, size: number): Layer {
  const norm = batchNorm(at(scope, `norm${n}`), from);
  const apply = conv(at(scope, `conv${n}`), { from, to, size, bias: false });
  return (x, mode) => apply(tf.relu(norm(x, mode)));
}

/** Layers that each see what all before them gave (arXiv 1608.06993, equation 2). */
function denseBlock(scope: Scope, from: number, count: number, growth: number): Layer {
  const layers = Array.from({ length: count }, (_, i) => {
    const place = at(scope, `denselayer${i + 1}`);
    const squeeze = normConv(place, "1", from + i * growth, growth * 4, 1);
    const grow = normConv(place, "2", growth * 4, growth, 3);
    return (x: tf.Tensor4D, mode: Parameters<Layer>[1]) => grow(squeeze(x, mode), mode);
  });
  return (x, mode) => layers.reduce((y, run) => tf.concat([y, run(y, mode)], 3), x);
}

/**
 * DenseNet (Huang et al. 2016, arXiv 1608.06993) without its classifier, named as torchvision's
 * `features`. The maps are those of segmentation_models.pytorch: the stem's, what each transition
 * normalizes before it halves, and the last block's after its normalization.
 */
export function densenet({ name, blocks, growth = 32, width = 64 }: DensenetSpec): EncoderFactory {
  return pooledEncoder(name, (features, inChannels, depth) => {
    const stemConv = { from: inChannels, to: width, size: 7, stride: 2 };
    const stem = convNorm(features, ["conv0", "norm0"], stemConv, 1e-5);
    const channels = [inChannels, width];
    let from = width;
    const stages = blocks.slice(0, depth - 1).map((count, i) => {
      const dense = denseBlock(at(features, `denseblock${i + 1}`), from, count, growth);
      const to = from + count * growth;
      channels.push(to);
      if (i === blocks.length - 1) {
        const norm = batchNorm(at(features, "norm5"), to);
        return { run: (x: tf.Tensor4D, mode: Parameters<Layer>[1]) => norm(dense(x, mode), mode) };
      }
      const place = at(features, `transition${i + 1}`);
      const norm = batchNorm(at(place, "norm"), to);
      from = to / 2;
      // The deepest map is taken before the convolution to the next one, which then isn't there.
      const narrow =
        i === depth - 2
          ? undefined
          : conv(at(place, "conv"), { from: to, to: from, size: 1, bias: false });
      const run: Layer = (x, mode) => tf.relu(norm(dense(x, mode), mode));
      return { run, narrow };
    });
    return {
      channels,
      stages: ["stem", ...stages.map((_, i) => `block${i + 1}`)],
      stageOf: (of) => {
        const number = /(?:denseblock|transition)(\d)/.exec(of)?.[1];
        return number ? `block${number}` : of.includes("norm5") ? "block4" : "stem";
      },
      features: (x, mode) => {
        const maps = [x, tf.relu(stem(x, mode))];
        let y = tf.maxPool(maps[1]!, 3, 2, 1);
        for (const { run, narrow } of stages) {
          maps.push(run(y, mode));
          if (narrow) y = halveByMean(narrow(maps.at(-1)!));
        }
        return maps;
      },
    };
  });
}
