import type { Model } from "@maskboard/models";
import * as tf from "@tensorflow/tfjs-core";
import sharp from "sharp";
import type { ImageFiles } from "./data/load-sample.ts";
import type { Loader } from "./data/loader.ts";
import { forward } from "./evaluate.ts";

/** Labels of one image in its own size. */
export interface Prediction<T extends ImageFiles> {
  readonly item: T;
  /** Positions of classes, row by row. */
  readonly labels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * Predicts images one after another: scores at the model's size are stretched bilinearly to the
 * image's, then the best class is taken.
 */
export async function* predict<T extends ImageFiles>(
  model: Model,
  loader: Loader,
  items: readonly T[],
  { batch, augment }: { batch: number; augment: boolean },
): AsyncGenerator<Prediction<T>> {
  let done = 0;
  for await (const one of loader.batches(items, { batch })) {
    const images = tf.tensor4d(one.images, [...one.shape]);
    const scores = forward(model, images, augment);
    images.dispose();
    try {
      for (let i = 0; i < one.count; i++) {
        const item = items[done++]!;
        const { width, height } = await sharp(item.image).metadata();
        const labels = await labelsOf(scores, i, width, height);
        yield { item, labels, width, height };
      }
    } finally {
      scores.dispose();
    }
  }
}

async function labelsOf(
  scores: tf.Tensor4D,
  i: number,
  width: number,
  height: number,
): Promise<Uint8Array> {
  const [, h, w, classes] = scores.shape;
  const best = tf.tidy(() => {
    const own = tf.slice(scores, [i, 0, 0, 0], [1, h, w, classes]);
    const full = tf.image.resizeBilinear(own, [height, width], false, true);
    return tf.argMax(full, 3);
  });
  const labels = Uint8Array.from(await best.data());
  best.dispose();
  return labels;
}
