import { attentionCropUnet } from "./attention-crop.ts";
import { type ModelConfig, type ResolvedConfig, resolveConfig } from "./config.ts";
import { classicUnet } from "./decoders/classic-unet.ts";
import { deeplabV3, deeplabV3Plus } from "./decoders/deeplab.ts";
import { dynamicUnet } from "./decoders/dynamic-unet.ts";
import { fcn } from "./decoders/fcn.ts";
import { fpn } from "./decoders/fpn.ts";
import { linknet } from "./decoders/linknet.ts";
import { pspnet } from "./decoders/pspnet.ts";
import { segformer } from "./decoders/segformer.ts";
import { unet } from "./decoders/unet.ts";
import { ModelError } from "./error.ts";
import { assemble, type Model, type Parts } from "./model.ts";
import { Parameters } from "./parameters/store.ts";

type Build = (config: ResolvedConfig, parameters: Parameters) => Model;

const of =
  (parts: Parts): Build =>
  (config, parameters) =>
    assemble(config, parameters, parts);

interface Architecture {
  readonly build: Build;
  /** What differs from the defaults of all. */
  readonly defaults?: Partial<ModelConfig>;
}

/** Deepest map at 1/8 of the image, and a branch for training. */
const DILATED = { outputStride: 8, auxiliary: 0.5 };

/** Architectures by name; another one is one more line here. */
const architectures: Record<string, Architecture> = {
  "dynamic-unet": { build: of({ decode: dynamicUnet }) },
  unet: { build: of({ decode: unet }) },
  "attention-crop-unet": { build: attentionCropUnet },
  "classic-unet": { build: of({ decode: classicUnet }), defaults: { depth: 4 } },
  fcn: { build: of({ decode: fcn }), defaults: DILATED },
  pspnet: {
    build: of({ decode: pspnet, auxiliaryDrops: "channels" }),
    defaults: { ...DILATED, auxiliary: 0.4 },
  },
  deeplabv3: { build: of({ decode: deeplabV3 }), defaults: DILATED },
  deeplabv3plus: { build: of({ decode: deeplabV3Plus }), defaults: { outputStride: 8 } },
  segformer: {
    build: of({
      decode: (scope, encoder, config) => segformer(scope, encoder, config.decoderChannels),
    }),
  },
  linknet: { build: of({ decode: linknet }) },
  fpn: { build: of({ decode: fpn }) },
};

export const ARCHITECTURES = Object.keys(architectures);

function build(config: ModelConfig, plan: boolean): Model {
  const { architecture } = config;
  if (!Object.hasOwn(architectures, architecture))
    throw new ModelError(
      "config",
      `No architecture "${architecture}". Choose one of ${ARCHITECTURES.join(", ")}.`,
    );
  const { build: make, defaults = {} } = architectures[architecture]!;
  const full = resolveConfig({ ...defaults, ...config });
  return make(full, new Parameters({ seed: full.seed, plan }));
}

/**
 * A model by name with first values drawn from `seed`, on the TensorFlow.js backend that is set.
 * `createModel({architecture: "dynamic-unet", encoder: "resnet34", classes: 6, selfAttention: true,
 * activation: "mish"})` is fastai's `unet_learner(dls, resnet34, n_out=6, self_attention=True,
 * act_cls=Mish)`.
 * @throws ModelError that names the option to change.
 */
export function createModel(config: ModelConfig): Model {
  return build(config, false);
}

/** The same model as names and shapes alone: lists and counts in no time and no memory. */
export function planModel(config: ModelConfig): Model {
  return build(config, true);
}
