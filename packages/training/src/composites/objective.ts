import { addDepth, countDepth, depthScores, EMPTY_DEPTH, ssim as ssimOf } from "@maskboard/metrics";
import { bceWithLogits, dice, rmse, ssim } from "@maskboard/models/losses";
import * as tf from "@tensorflow/tfjs-core";
import type { CompositesConfig } from "./config.ts";

/** What a network should give, on the device. */
export interface Targets {
  /** [n, h, w], int32: 1 where the object is, else 0. */
  readonly masks: tf.Tensor3D;
  /** [n, h, w], 0..1. */
  readonly depths: tf.Tensor3D;
}

type Losses = Pick<CompositesConfig, "maskLoss" | "depthLoss">;

/**
 * The losses of both outputs, each times its factor, added up. Of logits [n, h, w, 2] the first
 * channel is the mask's, the second the depth's; the sigmoid of a depth's logit is the depth.
 */
export function compositeLoss(
  logits: tf.Tensor4D,
  { masks, depths }: Targets,
  { maskLoss, depthLoss }: Losses,
): tf.Scalar {
  return tf.tidy(() => {
    const [mask, depth] = tf.split(logits, 2, 3) as [tf.Tensor4D, tf.Tensor4D];
    const truth = tf.expandDims(tf.cast(masks, "float32"), 3) as tf.Tensor4D;
    const far = tf.expandDims(depths, 3) as tf.Tensor4D;
    const terms: readonly (readonly [factor: number, loss: () => tf.Scalar])[] = [
      [maskLoss.bce, () => bceWithLogits(mask, truth)],
      [maskLoss.dice, () => dice(mask, masks)],
      [maskLoss.ssim, () => ssim(tf.sigmoid(mask), truth)],
      [maskLoss.rmse, () => rmse(tf.sigmoid(mask), truth)],
      [depthLoss.bce, () => bceWithLogits(depth, far)],
      [depthLoss.ssim, () => ssim(tf.sigmoid(depth), far)],
      [depthLoss.rmse, () => rmse(tf.sigmoid(depth), far)],
    ];
    return terms
      .filter(([factor]) => factor > 0)
      .map(([factor, loss]): tf.Scalar => tf.mul(loss(), factor))
      .reduce((sum, term): tf.Scalar => tf.add(sum, term));
  });
}

/** Over all pixels of all images; 0..1 but for SSIM, which is in -1..1. `null`: nothing to divide by. */
export interface CompositeScores {
  /** 2 tp / (2 tp + fp + fn) of the mask at a probability of a half. */
  readonly dice: number | null;
  /** tp / (tp + fp + fn) */
  readonly iou: number | null;
  /** Share of pixels whose mask is right. */
  readonly accuracy: number | null;
  readonly depthRmse: number | null;
  readonly depthMae: number | null;
  /** Share of pixels with max(p/t, t/p) < 1.25, where the truth is above 0. */
  readonly depthDelta: number | null;
  /** Mean over the images of the structural similarity of the depth. */
  readonly depthSsim: number | null;
}

/** Sums up the scores of image after image. */
export class CompositeScorer {
  #counts = { hit: 0, falsePositive: 0, missed: 0, pixels: 0 };
  #depth = EMPTY_DEPTH;
  #ssim = 0;
  #images = 0;

  /**
   * @param predicted probabilities of the mask and depths, 0..1, of one image
   * @param size SSIM needs 11 pixels on each side
   */
  add(
    predicted: { mask: Float32Array; depth: Float32Array },
    truth: { mask: Uint8Array; depth: Float32Array },
    size: { width: number; height: number },
  ): void {
    for (const [i, value] of truth.mask.entries()) {
      const positive = predicted.mask[i]! > 0.5;
      if (positive && value === 1) this.#counts.hit += 1;
      else if (positive) this.#counts.falsePositive += 1;
      else if (value === 1) this.#counts.missed += 1;
    }
    this.#counts.pixels += truth.mask.length;
    this.#depth = addDepth(this.#depth, countDepth(truth.depth, predicted.depth));
    this.#ssim += ssimOf(truth.depth, predicted.depth, { ...size, dynamicRange: 1 });
    this.#images += 1;
  }

  scores(): CompositeScores {
    const { hit, falsePositive, missed, pixels } = this.#counts;
    const wrong = falsePositive + missed;
    const ratio = (above: number, below: number) => (below === 0 ? null : above / below);
    const depth = depthScores(this.#depth);
    return {
      dice: ratio(2 * hit, 2 * hit + wrong),
      iou: ratio(hit, hit + wrong),
      accuracy: ratio(pixels - wrong, pixels),
      ...{ depthRmse: depth.rmse, depthMae: depth.mae, depthDelta: depth.delta },
      depthSsim: ratio(this.#ssim, this.#images),
    };
  }
}
