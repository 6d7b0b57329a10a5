import { ModelError } from "../error.ts";
import type { Scope } from "../parameters/store.ts";
import type { Encoder, EncoderFactory, EncoderOptions, Normalization } from "./encoder.ts";
import { resnet } from "./resnet.ts";

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
} satisfies Record<string, EncoderFactory>;

export type EncoderName = keyof typeof table;
export const ENCODERS = Object.keys(table) as EncoderName[];

/** Makes the encoder `name` below `scope`. @throws ModelError for a name that is not in ENCODERS. */
export function createEncoder(name: string, scope: Scope, options?: EncoderOptions): Encoder {
  if (!Object.hasOwn(table, name))
    throw new ModelError("config", `No encoder "${name}". Choose one of ${ENCODERS.join(", ")}.`);
  return table[name as EncoderName](scope, options);
}
