import * as tf from "@tensorflow/tfjs-core";
import type { ResolvedConfig } from "./config.ts";
import type { Decoder } from "./decoders/decoder.ts";
import type { Encoder } from "./encoders/encoder.ts";
import { ModelError } from "./error.ts";
import { segmentationHead } from "./heads.ts";
import type { Mode } from "./layers/norm.ts";
import { at, type Parameter, type Parameters, type Scope } from "./parameters/store.ts";

/** Encoder, decoder and head with their parameters. */
export interface Model {
  readonly config: ResolvedConfig;
  readonly encoder: Encoder;
  /** `encoder.*` as torchvision names them, `decoder.*`, `head.*`, and what else there is. */
  readonly parameters: Parameters;
  /**
   * Logits [n, h, w, classes] of images [n, h, w, inChannels], normalized as
   * `encoder.normalization` says. The caller disposes of the result.
   * @throws ModelError for a wrong shape or images too small for the encoder.
   */
  forward(x: tf.Tensor4D, mode?: Mode): tf.Tensor4D;
  dispose(): void;
}

/** Joins the parts; `decode` makes the decoder once the encoder is there. */
export function assemble(
  config: ResolvedConfig,
  parameters: Parameters,
  encode: (scope: Scope) => Encoder,
  decode: (scope: Scope, encoder: Encoder) => Decoder,
): Model {
  const root: Scope = { parameters, prefix: "" };
  const encoder = encode(at(root, "encoder"));
  const decoder = decode(at(root, "decoder"), encoder);
  const head = segmentationHead(
    at(root, "head"),
    decoder.channels,
    config.classes,
    decoder.headSize,
  );
  return {
    config,
    encoder,
    parameters,
    forward(x, mode = { training: false }) {
      checkInput(x, config, encoder);
      return tf.tidy(() => head(decoder.run(encoder.features(x, mode), mode)));
    },
    dispose: () => parameters.dispose(),
  };
}

/**
 * Each halving must still change the size, or the network would be another one: at depth d that
 * takes 2^(d - 1) + 1 pixels on a side.
 */
export function checkInput(x: tf.Tensor4D, { inChannels }: ResolvedConfig, encoder: Encoder): void {
  const shape = x.shape.join("x");
  if (x.rank !== 4 || x.shape[3] !== inChannels)
    throw new ModelError(
      "input",
      `The model takes images [n, height, width, ${inChannels}], not ${shape}. Stack them to a ` +
        `batch, or make the model with inChannels: ${x.shape.at(-1)}.`,
    );
  const least = 2 ** (encoder.depth - 1) + 1;
  const [, h, w] = x.shape;
  if (Math.min(h, w) < least)
    throw new ModelError(
      "input",
      `Images of ${w}x${h} are too small for ${encoder.name} with ${encoder.depth} halvings: ` +
        `resize them to ${least} pixels or more on each side, or choose a smaller depth.`,
    );
}

/** What part of a model a parameter is in: an encoder's stage, `decoder`, `fusion` or `head`. */
export function partOf({ name }: Parameter): string {
  const [first, second] = name.replace(/^local\./, "").split(".") as [string, string];
  if (first !== "encoder") return first;
  return second.startsWith("layer") ? second : "stem";
}
