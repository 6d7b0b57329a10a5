import * as tf from "@tensorflow/tfjs-core";
import type { Layer } from "../layers/norm.ts";
import { at } from "../parameters/store.ts";
import { type EncoderFactory, IMAGENET } from "./encoder.ts";
import { checkDepth, halvings } from "./halving.ts";
import { invertedResidual } from "./inverted-residual.ts";
import { convNorm } from "./resnet-block.ts";

const EPSILON = 1e-5;
const [STEM, LAST] = [32, 1280];

/**
 * Blocks as [growth inside, channels, count] by the map that they end in: table 2 of Sandler et al.
 * 2018 (arXiv 1801.04381).
 */
const STAGES: readonly (readonly (readonly [number, number, number])[])[] = [
  [[1, 16, 1]],
  [[6, 24, 2]],
  [[6, 32, 3]],
  [
    [6, 64, 4],
    [6, 96, 3],
  ],
  [
    [6, 160, 3],
    [6, 320, 1],
  ],
];

/**
 * MobileNetV2 without its classifier, named as torchvision's `features`; the deepest map is that of
 * the last 1 x 1 convolution, as in segmentation_models.pytorch.
 */
export const mobilenetV2: EncoderFactory = (
  scope,
  { inChannels = 3, depth = 5, outputStride } = {},
) => {
  checkDepth("mobilenet_v2", depth);
  const plan = halvings(depth, outputStride);
  const features = at(scope, "features");
  const norms: [string, string] = ["0", "1"];
  const stemConv = { from: inChannels, to: STEM, size: 3, stride: 2 };
  const stem = convNorm(at(features, 0), norms, stemConv, EPSILON);
  const begins: number[] = [];
  const channels = [inChannels];
  let [index, from] = [1, STEM];
  const stages = STAGES.slice(0, depth).map((rows, i) => {
    const { stride, dilations } = plan[i]!;
    begins.push(index);
    const layers: Layer[] = rows.flatMap(([expand, to, count], row) =>
      Array.from({ length: count }, (_, j) => {
        // The stem has halved before the first stage.
        const strides = i > 0 && row === 0 && j === 0;
        const layer = invertedResidual(at(features, index++), {
          ...{ from, to, expand, size: 3, epsilon: EPSILON, activation: tf.relu6 },
          stride: strides ? stride : 1,
          dilation: dilations[strides ? 0 : 1],
        });
        from = to;
        return layer;
      }),
    );
    if (i === STAGES.length - 1) {
      const widen = convNorm(at(features, index), norms, { from, to: LAST, size: 1 }, EPSILON);
      layers.push((x, mode) => tf.relu6(widen(x, mode)));
      from = LAST;
    }
    channels.push(from);
    return layers;
  });
  return {
    name: "mobilenet_v2",
    depth,
    channels,
    strides: [1, ...plan.map(({ total }) => total)],
    normalization: IMAGENET,
    stages: stages.map((_, i) => `stage${i + 1}`),
    stageOf: (of) => {
      const number = Number(of.split(".")[1]);
      return `stage${Math.max(1, begins.filter((began) => number >= began).length)}`;
    },
    features: (x, mode) => {
      const maps = [x];
      let y = tf.relu6(stem(x, mode));
      for (const layers of stages) {
        y = layers.reduce((z, run) => run(z, mode), y);
        maps.push(y);
      }
      return maps;
    },
  };
};
