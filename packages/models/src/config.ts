import { DYNAMIC_UNET, type DynamicUnetOptions } from "./decoders/dynamic-unet.ts";
import { ENCODERS } from "./encoders/registry.ts";
import { ModelError } from "./error.ts";
import { ACTIVATIONS } from "./layers/activation.ts";

/** What a model is made of; enough to make it again, so it is stored beside its weights. */
export interface ModelConfig extends Partial<DynamicUnetOptions> {
  readonly architecture: string;
  readonly encoder: string;
  /** Outputs a pixel, 1 or more. */
  readonly classes: number;
  /** Channels of the image; default 3. */
  readonly inChannels?: number;
  /** Halvings of the encoder; default 5, `classic-unet` 4. */
  readonly depth?: number;
  /**
   * Pixels of the image to one of the encoder's deepest map: 8, 16 or 32. Below 2^depth the encoder's
   * filters are dilated. Default 8 for `fcn`, `pspnet` and the DeepLabs, else 2^depth.
   */
  readonly outputStride?: number;
  /**
   * Factor of the auxiliary branch in the training loss; 0 leaves the branch out. Default 0.4 for
   * `pspnet`, 0.5 for `fcn` and `deeplabv3`, else 0.
   */
  readonly auxiliary?: number;
  /** Channels of `segformer`'s decoder; default 256. */
  readonly decoderChannels?: number;
  /** Share of the heat, in 0..1, from which `attention-crop-unet` looks closer; default 0.7. */
  readonly heatThreshold?: number;
  /** Of the first values; default 0. */
  readonly seed?: number;
}

export type ResolvedConfig = Required<ModelConfig>;

const DEFAULTS = {
  ...{ inChannels: 3, depth: 5, seed: 0, heatThreshold: 0.7, auxiliary: 0, decoderChannels: 256 },
  ...DYNAMIC_UNET,
};

/** The config with every default filled in. @throws ModelError that names the key to change. */
export function resolveConfig(config: ModelConfig): ResolvedConfig {
  const full = { ...DEFAULTS, ...config };
  const named = ["architecture", "encoder", "classes", "outputStride"];
  const known = [...named, ...Object.keys(DEFAULTS)];
  for (const key of Object.keys(full))
    if (!known.includes(key)) fail(`No option "${key}"; there are ${known.join(", ")}.`);
  for (const key of ["classes", "inChannels", "depth", "decoderChannels"] as const)
    if (!Number.isInteger(full[key]) || full[key] < 1)
      fail(`${key} must be a whole number from 1, not ${full[key]}.`);
  for (const key of ["selfAttention", "blur", "blurFinal", "lastCross"] as const)
    if (typeof full[key] !== "boolean") fail(`${key} must be true or false, not ${full[key]}.`);
  if (!Number.isInteger(full.seed)) fail(`seed must be a whole number, not ${full.seed}.`);
  if (!(full.heatThreshold >= 0 && full.heatThreshold <= 1))
    fail(`heatThreshold must be in 0..1, not ${full.heatThreshold}.`);
  if (!(full.auxiliary >= 0)) fail(`auxiliary must be a factor from 0, not ${full.auxiliary}.`);
  if (!ACTIVATIONS.includes(full.activation))
    fail(`activation must be one of ${ACTIVATIONS.join(", ")}, not ${full.activation}.`);
  if (!(ENCODERS as string[]).includes(full.encoder))
    fail(`No encoder "${full.encoder}". Choose one of ${ENCODERS.join(", ")}.`);
  return { ...full, outputStride: full.outputStride ?? 2 ** full.depth };
}

function fail(message: string): never {
  throw new ModelError("config", message);
}
