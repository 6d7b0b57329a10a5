import type * as tf from "@tensorflow/tfjs-core";
import type { Layer } from "../layers/norm.ts";
import { silu } from "../layers/smooth.ts";
import { at } from "../parameters/store.ts";
import { type EncoderFactory, IMAGENET } from "./encoder.ts";
import { checkDepth, halvings } from "./halving.ts";
import { mbconv } from "./inverted-residual.ts";
import { convNorm } from "./resnet-block.ts";

export interface EfficientnetSpec {
  readonly name: string;
  /** Factors of channels and of blocks. */
  readonly width: number;
  readonly length: number;
  readonly epsilon?: number;
}

interface Row {
  readonly expand: number;
  readonly size: number;
  readonly to: number;
  readonly count: number;
  /** Number of the map that it works on. */
  readonly map: number;
}

const STEM = 32;
/** Table 1 of Tan and Le 2019 (arXiv 1905.11946). */
const ROWS: readonly Row[] = [
  { expand: 1, size: 3, to: 16, count: 1, map: 1 },
  { expand: 6, size: 3, to: 24, count: 2, map: 2 },
  { expand: 6, size: 5, to: 40, count: 2, map: 3 },
  { expand: 6, size: 3, to: 80, count: 3, map: 4 },
  { expand: 6, size: 5, to: 112, count: 3, map: 4 },
  { expand: 6, size: 5, to: 192, count: 4, map: 5 },
  { expand: 6, size: 3, to: 320, count: 1, map: 5 },
];
/** Probability of the last block to be left out; it rises from 0. */
const DROP = 0.2;

/** The multiple of 8 that is nearest, and not more than a tenth below. */
function divisible(channels: number): number {
  const near = Math.max(8, Math.floor((channels + 4) / 8) * 8);
  return near < 0.9 * channels ? near + 8 : near;
}

/**
 * EfficientNet without its last 1 x 1 convolution and classifier, named as torchvision's `features`.
 * The maps are the stem's and the last ones of each size, as in segmentation_models.pytorch.
 */
export function efficientnet(spec: EfficientnetSpec): EncoderFactory {
  const { name, width, length, epsilon = 1e-5 } = spec;
  const total = ROWS.reduce((sum, { count }) => sum + Math.ceil(count * length), 0);
  return (scope, { inChannels = 3, depth = 5, outputStride } = {}) => {
    checkDepth(name, depth);
    const plan = halvings(depth, outputStride);
    const features = at(scope, "features");
    let from = divisible(STEM * width);
    const channels = [inChannels, from];
    const stemConv = { from: inChannels, to: from, size: 3, stride: 2 };
    const stem = convNorm(at(features, 0), ["0", "1"], stemConv, epsilon);
    let done = 0;
    const rows = ROWS.filter(({ map }) => map <= depth).map(
      ({ expand, size, count, ...row }, i) => {
        const to = divisible(row.to * width);
        const { stride, dilations } = plan[row.map - 1]!;
        const halves = row.map > 1 && ROWS[i - 1]?.map !== row.map;
        const layers: Layer[] = Array.from({ length: Math.ceil(count * length) }, (_, j) => {
          const strides = halves && j === 0;
          const options = {
            ...{ from, to, expand, size, epsilon, activation: silu },
            stride: strides ? stride : 1,
            dilation: dilations[strides ? 0 : 1],
          };
          from = to;
          return mbconv(at(at(features, i + 1), j), options, (DROP * done++) / total);
        });
        if (row.map > 1) channels[row.map] = to;
        return { map: row.map, layers };
      },
    );
    return {
      name,
      depth,
      channels,
      strides: [1, ...plan.map((halving) => halving.total)],
      normalization: IMAGENET,
      stages: Array.from({ length: depth }, (_, i) => `stage${i + 1}`),
      stageOf: (of) => `stage${ROWS[Number(of.split(".")[1]) - 1]?.map ?? 1}`,
      features: (x, mode) => {
        let y = silu(stem(x, mode));
        const maps: tf.Tensor4D[] = [x, y];
        for (const { map, layers } of rows) {
          y = layers.reduce((z, run) => run(z, mode), y);
          if (map > 1) maps[map] = y;
        }
        return maps;
      },
    };
  };
}
