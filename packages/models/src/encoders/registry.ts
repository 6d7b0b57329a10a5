import { ModelError } from "../error.ts";
import type { Scope } from "../parameters/store.ts";
import { densenet } from "./densenet.ts";
import { efficientnet } from "./efficientnet.ts";
import type { Encoder, EncoderFactory, EncoderOptions, Normalization } from "./encoder.ts";
import { mit } from "./mit.ts";
import { mobilenetV2 } from "./mobilenet.ts";
import { plain } from "./plain.ts";
import { resnet } from "./resnet.ts";
import { vgg } from "./vgg.ts";

/** RGB minus the mean of ImageNet in 0..255, not divided: how Caffe's and Keras' first nets saw. */
const CAFFE: Normalization = {
  mean: [123.68 / 255, 116.779 / 255, 103.939 / 255],
  std: [1 / 255, 1 / 255, 1 / 255],
};

const table = {
  resnet18: resnet({ name: "resnet18", block: "basic", blocks: [2, 2, 2, 2] }),
  resnet34: resnet({ name: "resnet34", block: "basic", blocks: [3, 4, 6, 3] }),
  /** torchvision's: the 3 x 3 convolution strides ("v1.5"). */
  resnet50: resnet({ name: "resnet50", block: "bottleneck", blocks: [3, 4, 6, 3] }),
  /** The paper's, of Caffe and Keras: the first 1 x 1 convolution strides, epsilon 1e-3. */
  "resnet50-v1": resnet({
    name: "resnet50-v1",
    block: "bottleneck",
    blocks: [3, 4, 6, 3],
    strideIn: "1x1",
    epsilon: 1e-3,
    normalization: CAFFE,
  }),
  resnet101: resnet({ name: "resnet101", block: "bottleneck", blocks: [3, 4, 23, 3] }),
  resnet152: resnet({ name: "resnet152", block: "bottleneck", blocks: [3, 8, 36, 3] }),
  mit_b0: mit({ name: "mit_b0", blocks: [2, 2, 2, 2], width: 32 }),
  mit_b1: mit({ name: "mit_b1", blocks: [2, 2, 2, 2], width: 64 }),
  mit_b2: mit({ name: "mit_b2", blocks: [3, 4, 6, 3], width: 64 }),
  mit_b3: mit({ name: "mit_b3", blocks: [3, 4, 18, 3], width: 64 }),
  mit_b4: mit({ name: "mit_b4", blocks: [3, 8, 27, 3], width: 64 }),
  mit_b5: mit({ name: "mit_b5", blocks: [3, 6, 40, 3], width: 64 }),
  mobilenet_v2: mobilenetV2,
  "efficientnet-b0": efficientnet({ name: "efficientnet-b0", width: 1, length: 1 }),
  "efficientnet-b1": efficientnet({ name: "efficientnet-b1", width: 1, length: 1.1 }),
  "efficientnet-b2": efficientnet({ name: "efficientnet-b2", width: 1.1, length: 1.2 }),
  "efficientnet-b3": efficientnet({ name: "efficientnet-b3", width: 1.2, length: 1.4 }),
  "efficientnet-b4": efficientnet({ name: "efficientnet-b4", width: 1.4, length: 1.8 }),
  "efficientnet-b5": efficientnet({
    ...{ name: "efficientnet-b5", width: 1.6, length: 2.2, epsilon: 1e-3 },
  }),
  "efficientnet-b6": efficientnet({
    ...{ name: "efficientnet-b6", width: 1.8, length: 2.6, epsilon: 1e-3 },
  }),
  "efficientnet-b7": efficientnet({
    ...{ name: "efficientnet-b7", width: 2, length: 3.1, epsilon: 1e-3 },
  }),
  vgg11: vgg({ name: "vgg11", blocks: [1, 1, 2, 2, 2] }),
  vgg13: vgg({ name: "vgg13", blocks: [2, 2, 2, 2, 2] }),
  vgg16: vgg({ name: "vgg16", blocks: [2, 2, 3, 3, 3] }),
  vgg19: vgg({ name: "vgg19", blocks: [2, 2, 4, 4, 4] }),
  vgg11_bn: vgg({ name: "vgg11_bn", blocks: [1, 1, 2, 2, 2], norm: true }),
  vgg13_bn: vgg({ name: "vgg13_bn", blocks: [2, 2, 2, 2, 2], norm: true }),
  vgg16_bn: vgg({ name: "vgg16_bn", blocks: [2, 2, 3, 3, 3], norm: true }),
  vgg19_bn: vgg({ name: "vgg19_bn", blocks: [2, 2, 4, 4, 4], norm: true }),
  densenet121: densenet({ name: "densenet121", blocks: [6, 12, 24, 16] }),
  densenet161: densenet({
    ...{ name: "densenet161", blocks: [6, 12, 36, 24], growth: 48, width: 96 },
  }),
  densenet169: densenet({ name: "densenet169", blocks: [6, 12, 32, 32] }),
  densenet201: densenet({ name: "densenet201", blocks: [6, 12, 48, 32] }),
  plain,
} satisfies Record<string, EncoderFactory>;

export type EncoderName = keyof typeof table;
export const ENCODERS = Object.keys(table) as EncoderName[];

/** Makes the encoder `name` below `scope`. @throws ModelError for a name that is not in ENCODERS. */
export function createEncoder(name: string, scope: Scope, options?: EncoderOptions): Encoder {
  if (!Object.hasOwn(table, name))
    throw new ModelError("config", `No encoder "${name}". Choose one of ${ENCODERS.join(", ")}.`);
  return table[name as EncoderName](scope, options);
}
