import * as tf from "@tensorflow/tfjs-core";
import type { Layer } from "../layers/norm.ts";
import { halveByMax } from "../layers/pool.ts";
import { at, type Scope } from "../parameters/store.ts";
import { type EncoderFactory, IMAGENET } from "./encoder.ts";
import { checkDepth, checkNoDilation } from "./halving.ts";
import { convNorm } from "./resnet-block.ts";

const WIDTH = 64;
const EPSILON = 1e-5;

/** Two 3 x 3 convolutions, each with normalization and ReLU, numbered as in one sequence. */
export function doubleConv(scope: Scope, from: number, to: number): Layer {
  const first = convNorm(scope, ["0", "1"], { from, to, size: 3 }, EPSILON);
  const second = convNorm(scope, ["3", "4"], { from: to, to, size: 3 }, EPSILON);
  return (x, mode) => tf.relu(second(tf.relu(first(x, mode)), mode));
}

/**
 * The way down of the U-Net of Ronneberger et al. 2015 (arXiv 1505.04597), padded and with
 * normalization: double convolutions with 2 x 2 maxima between them and channels that double from 64
 * at the image's own size (map 0) to 1024 at depth 4, which is the paper's.
 */
export const plain: EncoderFactory = (scope, { inChannels = 3, depth = 4, outputStride } = {}) => {
  checkDepth("plain", depth);
  checkNoDilation("plain", depth, outputStride);
  const channels = Array.from({ length: depth + 1 }, (_, i) => WIDTH * 2 ** i);
  const blocks = channels.map((to, i) =>
    doubleConv(at(scope, `block${i}`), i === 0 ? inChannels : channels[i - 1]!, to),
  );
  return {
    name: "plain",
    depth,
    channels,
    strides: channels.map((_, i) => 2 ** i),
    normalization: IMAGENET,
    stages: channels.map((_, i) => `block${i}`),
    stageOf: (of) => of.split(".")[0]!,
    features: (x, mode) => {
      const maps = [blocks[0]!(x, mode)];
      for (const run of blocks.slice(1)) maps.push(run(halveByMax(maps.at(-1)!), mode));
      return maps;
    },
  };
};
