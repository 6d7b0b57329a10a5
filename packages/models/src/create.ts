import { attentionCropUnet } from "./attention-crop.ts";
import { type ModelConfig, type ResolvedConfig, resolveConfig } from "./config.ts";
import { dynamicUnet } from "./decoders/dynamic-unet.ts";
import { unet } from "./decoders/unet.ts";
import { createEncoder } from "./encoders/registry.ts";
import { ModelError } from "./error.ts";
import { assemble, type Model } from "./model.ts";
import { Parameters } from "./parameters/store.ts";

type Build = (config: ResolvedConfig, parameters: Parameters) => Model;

/** Architectures by name; another one is one more line here. */
const architectures: Record<string, Build> = {
  "dynamic-unet": (config, parameters) =>
    assemble(
      config,
      parameters,
      (scope) => createEncoder(config.encoder, scope, config),
      (scope, encoder) => dynamicUnet(scope, encoder, config),
    ),
  unet: (config, parameters) =>
    assemble(
      config,
      parameters,
      (scope) => createEncoder(config.encoder, scope, config),
      (scope, encoder) => unet(scope, encoder),
    ),
  "attention-crop-unet": attentionCropUnet,
};

export const ARCHITECTURES = Object.keys(architectures);

function build(config: ModelConfig, plan: boolean): Model {
  const full = resolveConfig(config);
  if (!Object.hasOwn(architectures, full.architecture))
    throw new ModelError(
      "config",
      `No architecture "${full.architecture}". Choose one of ${ARCHITECTURES.join(", ")}.`,
    );
  return architectures[full.architecture]!(full, new Parameters({ seed: full.seed, plan }));
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
