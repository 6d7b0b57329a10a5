import * as tf from "@tensorflow/tfjs-core";
import { conv } from "../layers/conv.ts";
import type { Mode } from "../layers/norm.ts";
import { layerNorm } from "../layers/tokens.ts";
import { kaimingNormal } from "../parameters/init.ts";
import { at, type Scope } from "../parameters/store.ts";
import { type EncoderFactory, IMAGENET } from "./encoder.ts";
import { checkDepth, checkNoDilation } from "./halving.ts";
import { mitBlock } from "./mit-block.ts";

export interface MitSpec {
  readonly name: string;
  /** Blocks of the four stages. */
  readonly blocks: readonly number[];
  /** Channels of the first stage: 32 or 64. */
  readonly width: number;
}

const HEADS = [1, 2, 5, 8] as const;
const REDUCTIONS = [8, 4, 2, 1] as const;
/** Probability of the last block's branches to be left out in training; it rises from 0. */
const DROP = 0.1;

/**
 * Mix Transformer, SegFormer's encoder (Xie et al. 2021, arXiv 2105.15203), named as the published
 * checkpoints `nvidia/mit-b0` to `b5` of Hugging Face. Its maps are at strides 4 to 32; at stride 2
 * it has none. Depth counts halvings as elsewhere, so that 5 takes all four stages.
 */
export function mit({ name, blocks, width }: MitSpec): EncoderFactory {
  const all = blocks.reduce((sum, count) => sum + count, 0);
  return (scope, { inChannels = 3, depth = 5, outputStride } = {}) => {
    checkDepth(name, depth);
    checkNoDilation(name, depth, outputStride);
    const channels = [inChannels, 0, ...HEADS.map((heads) => heads * width)].slice(0, depth + 1);
    let done = 0;
    const stages = blocks.slice(0, depth - 1).map((count, i) => {
      const rates = Array.from({ length: count }, () => (DROP * done++) / Math.max(1, all - 1));
      const from = i === 0 ? inChannels : channels[i + 1]!;
      return stage(scope, i, from, channels[i + 2]!, rates);
    });
    return {
      name,
      depth,
      channels,
      strides: channels.map((_, i) => 2 ** i),
      // Each stage's keys and values are 1/32 of the image.
      least: 29,
      normalization: IMAGENET,
      stages: stages.map((_, i) => `stage${i + 1}`),
      stageOf: (of) => `stage${Number(of.split(".")[1]) + 1}`,
      features: (x, mode) => {
        const [n, h, w] = x.shape;
        const none = tf.zeros([n, Math.ceil(h / 2), Math.ceil(w / 2), 0]) as tf.Tensor4D;
        const maps = [x, none];
        for (const run of stages) maps.push(run(maps.length === 2 ? x : maps.at(-1)!, mode));
        return maps;
      },
    };
  };
}

/** Overlapping patches, blocks and a layer normalization. */
function stage(scope: Scope, i: number, from: number, to: number, rates: readonly number[]) {
  const patches = at(at(scope, "patch_embeddings"), i);
  const [size, stride] = i === 0 ? [7, 4] : [3, 2];
  const init = kaimingNormal("out");
  const project = conv(at(patches, "proj"), { from, to, size, stride, init });
  const early = layerNorm(patches, "layer_norm", to);
  const options = { width: to, heads: HEADS[i]!, reduction: REDUCTIONS[i]! };
  const blocks = rates.map((drop, j) =>
    mitBlock(at(at(at(scope, "block"), i), j), { ...options, drop }),
  );
  const late = layerNorm(at(scope, "layer_norm"), String(i), to);
  return (x: tf.Tensor4D, mode: Mode): tf.Tensor4D => {
    const y = early(project(x)) as tf.Tensor4D;
    return late(blocks.reduce((z, run) => run(z, mode), y)) as tf.Tensor4D;
  };
}
