import * as tf from "@tensorflow/tfjs-core";
import type { ResolvedConfig } from "./config.ts";
import { dynamicUnet } from "./decoders/dynamic-unet.ts";
import { createEncoder } from "./encoders/registry.ts";
import { ModelError } from "./error.ts";
import { segmentationHead } from "./heads.ts";
import { activation } from "./layers/activation.ts";
import { conv } from "./layers/conv.ts";
import { checkInput, type Model } from "./model.ts";
import { at, type Parameters, type Scope } from "./parameters/store.ts";
import { hottest } from "./region/box.ts";
import { cropTo, pasteInto } from "./region/resample.ts";

/**
 * Three branches after the attention-guided network of Guan et al. 2018 (arXiv 1801.09927), for
 * pixels instead of whole images:
 * - global: a DynamicUnet of the image; where its encoder's deepest map is hottest is the box;
 * - local: a second DynamicUnet of what is in the box, stretched to the image's size, which sees
 *   small parts larger;
 * - fusion: the local features go back to their place (zeros around), a 3 x 3 convolution joins them
 *   with the global ones, and the head classifies each pixel.
 * Twice the parameters and work of a DynamicUnet. `encoder.*` and `decoder.*` are the global branch,
 * `local.*` the local one.
 */
export function attentionCropUnet(config: ResolvedConfig, parameters: Parameters): Model {
  const branch = (scope: Scope) => {
    const encoder = createEncoder(config.encoder, at(scope, "encoder"), config);
    return { encoder, decoder: dynamicUnet(at(scope, "decoder"), encoder, config) };
  };
  const root: Scope = { parameters, prefix: "" };
  const global = branch(root);
  const local = branch(at(root, "local"));
  const width = global.decoder.channels;
  const fuse = conv(at(root, "fusion"), { from: width * 2, to: width, size: 3 });
  if (config.auxiliary > 0)
    throw new ModelError("config", "attention-crop-unet has no auxiliary branch: leave it out.");
  const head = segmentationHead(at(root, "head"), width, config.classes);
  const act = activation(config.activation);
  const find = (map: tf.Tensor4D) => hottest(map, config.heatThreshold);
  const forward: Model["forward"] = (x, mode = { training: false }) => {
    checkInput(x, config, global.encoder);
    return tf.tidy(() => {
      const maps = global.encoder.features(x, mode);
      const deepest = maps.at(-1)!;
      const near = local.encoder.features(cropTo(x, deepest, find), mode);
      const detail = pasteInto(local.decoder.run(near, mode), deepest, find);
      const whole = global.decoder.run(maps, mode);
      return head(act(fuse(tf.concat([whole, detail], 3))));
    });
  };
  return {
    config,
    encoder: global.encoder,
    parameters,
    forward,
    outputs: (x, mode) => ({ logits: forward(x, mode), auxiliary: [] }),
    dispose: () => parameters.dispose(),
  };
}
