import * as tf from "@tensorflow/tfjs-core";
import type { Layer } from "../layers/norm.ts";
import { at, type Scope } from "../parameters/store.ts";
import { type EncoderFactory, IMAGENET, type Normalization } from "./encoder.ts";
import { checkDepth, type Halving, halvings } from "./halving.ts";
import { BLOCKS, convNorm } from "./resnet-block.ts";

export interface ResnetSpec {
  readonly name: string;
  readonly block: keyof typeof BLOCKS;
  /** Blocks in each of the four stages. */
  readonly blocks: readonly number[];
  /** Channels of the stem; stage i is 2^i times as wide. Default 64. */
  readonly width?: number;
  readonly strideIn?: "3x3" | "1x1";
  readonly epsilon?: number;
  readonly normalization?: Normalization;
}

/**
 * ResNet (He et al. 2015, arXiv 1512.03385) without its classifier, as torchvision builds it: a
 * 7 x 7 convolution of stride 2, normalization, ReLU (map 1, stride 2), a 3 x 3 maximum of stride 2
 * and four stages (maps 2 to 5, strides 4 to 32).
 */
export function resnet(spec: ResnetSpec): EncoderFactory {
  const { name, width = 64, normalization = IMAGENET } = spec;
  const epsilon = spec.epsilon ?? 1e-5;
  return (scope, { inChannels = 3, depth = 5, outputStride } = {}) => {
    checkDepth(name, depth, spec.blocks.length + 1);
    const plan = halvings(depth, outputStride);
    const stemConv = { from: inChannels, to: width, size: 7, stride: 2 };
    const stem = convNorm(scope, ["conv1", "bn1"], stemConv, epsilon);
    const channels = [inChannels, width];
    const stages = spec.blocks.slice(0, depth - 1).map((count, i) => {
      const options = { from: channels.at(-1)!, width: width * 2 ** i, count };
      channels.push(options.width * BLOCKS[spec.block].expansion);
      // The first stage keeps the size that the pooling left.
      const halving = i === 0 ? { ...plan[1]!, stride: 1 } : plan[i + 1]!;
      return stage(at(scope, `layer${i + 1}`), spec, epsilon, { ...options, halving });
    });
    return {
      name,
      depth,
      channels,
      strides: [1, ...plan.map(({ total }) => total)],
      normalization,
      stages: ["stem", ...stages.map((_, i) => `layer${i + 1}`)],
      stageOf: (of) => (of.startsWith("layer") ? of.split(".")[0]! : "stem"),
      features: (x, mode) => {
        const maps = [x, tf.relu(stem(x, mode))];
        let y = tf.maxPool(maps[1]!, 3, 2, 1);
        for (const run of stages) {
          y = run(y, mode);
          maps.push(y);
        }
        return maps;
      },
    };
  };
}

interface StageOptions {
  readonly from: number;
  readonly width: number;
  readonly count: number;
  readonly halving: Halving;
}

function stage(
  scope: Scope,
  { block, strideIn = "3x3" }: ResnetSpec,
  epsilon: number,
  { from, width, count, halving }: StageOptions,
): Layer {
  const { make, expansion } = BLOCKS[block];
  const blocks = Array.from({ length: count }, (_, i) =>
    make(at(scope, i), {
      from: i === 0 ? from : width * expansion,
      width,
      stride: i === 0 ? halving.stride : 1,
      dilations: i === 0 ? halving.dilations : [halving.dilations[1], halving.dilations[1]],
      strideIn,
      epsilon,
    }),
  );
  return (x, mode) => blocks.reduce((y, run) => run(y, mode), x);
}
