import * as tf from "@tensorflow/tfjs-core";
import { ModelError } from "../error.ts";

export interface LabelOptions {
  /** Label of void pixels, which count for nothing. Labels that are no class are void as well. */
  readonly ignore?: number;
}

export interface Targets {
  /** 1 where a pixel is of the class, 0 elsewhere and at void pixels; the shape of the logits. */
  readonly target: tf.Tensor;
  /** 1 at pixels that are not void; the logits' shape with one channel. */
  readonly valid: tf.Tensor;
}

/** No label of a mask. */
const NEVER = -(2 ** 31);

/**
 * Labels [n, h, w] (class indices 0..c-1, int32) beside logits [n, h, w, c]. With c = 1 the labels
 * are 0 and 1.
 * @throws ModelError where the shapes do not match.
 */
export function targets(logits: tf.Tensor, labels: tf.Tensor, { ignore }: LabelOptions): Targets {
  const shape = logits.shape.slice(0, -1);
  if (shape.join() !== labels.shape.join())
    throw new ModelError(
      "input",
      `Logits [${logits.shape}] need labels [${shape}], not [${labels.shape}]: one class index a pixel.`,
    );
  const classes = logits.shape.at(-1)!;
  const ids = Array.from({ length: Math.max(2, classes) }, (_, i) => (i === ignore ? NEVER : i));
  // Comparing is cheaper than tf.oneHot, which few backends have as a native kernel.
  // Channels come second and are turned last, so that they lie in memory as those of images do.
  const column = tf.tensor(ids, [ids.length, ...shape.slice(1).map(() => 1)], "int32");
  const planes = tf.cast(tf.equal(tf.expandDims(labels, 1), column), "float32");
  const hot = tf.transpose(planes, [0, ...shape.slice(1).map((_, i) => i + 2), 1]);
  const valid = tf.sum(hot, -1, true);
  if (classes > 1) return { target: hot, valid };
  return { target: tf.slice(hot, [...shape.map(() => 0), 1], [...shape, 1]), valid };
}

/** Softmax over the classes, or the sigmoid where there is only one. */
export function probabilities(logits: tf.Tensor): tf.Tensor {
  return logits.shape.at(-1) === 1 ? tf.sigmoid(logits) : tf.softmax(logits);
}

/** `total / count`, 0 where nothing counts. */
export function ratio(total: tf.Tensor, count: tf.Tensor): tf.Scalar {
  return tf.div(total, tf.maximum(count, 1e-12));
}
