import * as tf from "@tensorflow/tfjs-core";
import { conv } from "../layers/conv.ts";
import { batchNorm, type Layer } from "../layers/norm.ts";
import { halveByMax } from "../layers/pool.ts";
import { kaimingNormal } from "../parameters/init.ts";
import { at } from "../parameters/store.ts";
import type { EncoderFactory } from "./encoder.ts";
import { pooledEncoder } from "./pooled.ts";

const WIDTHS = [64, 128, 256, 512, 512] as const;

export interface VggSpec {
  readonly name: string;
  /** Convolutions in each of the five blocks. */
  readonly blocks: readonly number[];
  readonly norm?: boolean;
}

/**
 * VGG (Simonyan and Zisserman 2014, arXiv 1409.1556) without its classifier, named as torchvision's
 * `features`: blocks of 3 x 3 convolutions and ReLU with a 2 x 2 maximum between them. Map 0 is what
 * the first block gives at the image's own size, map 5 the last block's after a maximum: the maps of
 * segmentation_models.pytorch.
 */
export function vgg({ name, blocks, norm = false }: VggSpec): EncoderFactory {
  return pooledEncoder(name, (features, inChannels, depth) => {
    const stageAt = new Map<number, string>();
    let [index, from] = [0, inChannels];
    const layer = (to: number): Layer => {
      const init = kaimingNormal("out");
      const apply = conv(at(features, index), { from, to, size: 3, init });
      const normalize = norm ? batchNorm(at(features, index + 1), to) : undefined;
      index += norm ? 3 : 2;
      from = to;
      return (x, mode) => tf.relu(normalize ? normalize(apply(x), mode) : apply(x));
    };
    const stages = blocks.slice(0, depth + 1).map((count, i) => {
      const began = index;
      const layers = Array.from({ length: count }, () => layer(WIDTHS[i]!));
      for (let of = began; of < index; of++) stageAt.set(of, `block${i + 1}`);
      // The maximum has a number, too.
      index += 1;
      return layers;
    });
    const channels = [...WIDTHS, WIDTHS[4]].slice(0, depth + 1);
    return {
      channels,
      stages: stages.map((_, i) => `block${i + 1}`),
      stageOf: (of) => stageAt.get(Number(of.split(".")[1]))!,
      features: (x, mode) => {
        const maps: tf.Tensor4D[] = [];
        for (const i of channels.keys()) {
          const y = i === 0 ? x : halveByMax(maps[i - 1]!);
          maps.push((stages[i] ?? []).reduce((z, run) => run(z, mode), y));
        }
        return maps;
      },
    };
  });
}
