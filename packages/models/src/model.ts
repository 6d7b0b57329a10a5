import * as tf from "@tensorflow/tfjs-core";
import type { ResolvedConfig } from "./config.ts";
import type { Decoder } from "./decoders/decoder.ts";
import { fcnLayers } from "./decoders/fcn.ts";
import type { Encoder } from "./encoders/encoder.ts";
import { createEncoder } from "./encoders/registry.ts";
import { ModelError } from "./error.ts";
import { segmentationHead } from "./heads.ts";
import type { Dropped } from "./layers/dropout.ts";
import type { Layer, Mode } from "./layers/norm.ts";
import { sizeOf, stretch } from "./layers/resize.ts";
import { at, type Parameters, type Scope } from "./parameters/store.ts";

/** What a pass gives for a loss: see `totalLoss`. */
export interface Outputs {
  /** [n, h, w, classes] */
  readonly logits: tf.Tensor4D;
  /** Of branches that are there for training alone, with their factor in the loss. */
  readonly auxiliary: readonly { readonly logits: tf.Tensor4D; readonly weight: number }[];
}

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
  /** The same with the auxiliary branches' logits, for training. */
  outputs(x: tf.Tensor4D, mode: Mode): Outputs;
  dispose(): void;
}

/** What an architecture adds to an encoder. */
export interface Parts {
  decode(scope: Scope, encoder: Encoder, config: ResolvedConfig): Decoder;
  /** What the dropout of the auxiliary branch drops together; default single values. */
  readonly auxiliaryDrops?: Dropped;
}

/** Joins encoder, decoder, head and, with a weight for it, the auxiliary branch. */
export function assemble(
  config: ResolvedConfig,
  parameters: Parameters,
  { decode, auxiliaryDrops }: Parts,
): Model {
  const { classes, auxiliary: weight } = config;
  const root: Scope = { parameters, prefix: "" };
  const encoder = createEncoder(config.encoder, at(root, "encoder"), config);
  const decoder = decode(at(root, "decoder"), encoder, config);
  const head = segmentationHead(at(root, "head"), decoder.channels, classes, decoder.headSize);
  const aside =
    weight > 0 ? auxiliary(at(root, "auxiliary"), encoder, classes, auxiliaryDrops) : [];
  const logitsOf = (x: tf.Tensor4D, maps: tf.Tensor4D[], mode: Mode): tf.Tensor4D =>
    stretch(head(decoder.run(maps, mode)), sizeOf(x), decoder.corners);
  return {
    config,
    encoder,
    parameters,
    forward(x, mode = { training: false }) {
      checkInput(x, config, encoder);
      return tf.tidy(() => logitsOf(x, encoder.features(x, mode), mode));
    },
    outputs(x, mode) {
      checkInput(x, config, encoder);
      const maps = encoder.features(x, mode);
      return {
        logits: logitsOf(x, maps, mode),
        auxiliary: aside.map((run) => ({
          logits: stretch(run(maps.at(-2)!, mode), sizeOf(x), decoder.corners),
          weight,
        })),
      };
    },
    dispose: () => parameters.dispose(),
  };
}

/**
 * A head on the map before the deepest, of torchvision's FCNs and DeepLabs and of PSPNet: layers
 * `0` and `1`, classifier `4`.
 */
function auxiliary(scope: Scope, encoder: Encoder, classes: number, dropped?: Dropped): [Layer] {
  const from = encoder.channels.at(-2)!;
  if (from === 0)
    throw new ModelError(
      "config",
      `The auxiliary branch needs the map before the deepest, which ${encoder.name} does not have ` +
        "at this depth: give it more depth, or set auxiliary: 0.",
    );
  const layers = fcnLayers(scope, from, dropped);
  const classify = segmentationHead(at(scope, "4"), Math.floor(from / 4), classes);
  return [(x, mode) => classify(layers(x, mode))];
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
  const least = encoder.least ?? 2 ** (encoder.depth - 1) + 1;
  const [, h, w] = x.shape;
  if (Math.min(h, w) < least)
    throw new ModelError(
      "input",
      `Images of ${w}x${h} are too small for ${encoder.name} with ${encoder.depth} halvings: ` +
        `resize them to ${least} pixels or more on each side, or choose a smaller depth.`,
    );
}
