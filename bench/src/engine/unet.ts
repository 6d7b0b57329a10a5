import { normalizeBatch } from "@maskboard/models";
import * as tf from "@tensorflow/tfjs-core";

type T4 = tf.Tensor4D;

/**
 * x tanh(softplus(x)) with t = tanh(softplus(x)) = z / (2 - z), z = s (2 - s), s = sigmoid(x); its
 * slope is t + x s (1 - t^2).
 */
const mish = tf.customGrad(((x: tf.Tensor, save: (tensors: tf.Tensor[]) => void) => {
  const parts = (v: tf.Tensor) => {
    const s = tf.sigmoid(v);
    const z = tf.mul(s, tf.sub(2, s));
    return { s, t: tf.div(z, tf.sub(2, z)) };
  };
  save([x]);
  return {
    value: tf.mul(x, parts(x).t),
    gradFunc: (dy: tf.Tensor, [v]: tf.Tensor[]) => {
      const { s, t } = parts(v!);
      const slope = tf.mul(tf.mul(tf.sub(1, tf.square(t)), s), v!);
      return tf.mul(dy, tf.add(t, slope));
    },
  };
}) as never) as (x: tf.Tensor) => T4;

/** The parameters of the network in the order of their making; torch's counterpart is unet.py. */
export class Unet {
  readonly trainable: tf.Variable[] = [];
  readonly #moving: tf.Variable[] = [];
  readonly #forward: (x: T4, training: boolean) => T4;

  /** fastai's DynamicUnet on ResNet34 with self-attention and Mish, `classes` outputs. */
  constructor(classes: number) {
    const stem = this.#conv(3, 64, 7, { stride: 2, bias: false });
    const stemNorm = this.#norm(64);
    const stages = [
      [64, 64, 3],
      [64, 128, 4],
      [128, 256, 6],
      [256, 512, 3],
    ].map(([from, to, count], i) =>
      Array.from({ length: count! }, (_, j) =>
        this.#residual(j === 0 ? from! : to!, to!, i > 0 && j === 0 ? 2 : 1),
      ),
    );
    const middleNorm = this.#norm(512);
    const middle = [this.#conv(512, 1024, 3), this.#conv(1024, 512, 3)];
    const up = [
      this.#up(512, 256, false, false),
      this.#up(512, 128, true, false),
      this.#up(384, 64, false, false),
      this.#up(256, 64, false, true),
    ];
    const last = this.#shuffle(96, 96);
    const head = [this.#conv(99, 99, 3), this.#conv(99, 99, 3)];
    const out = this.#conv(99, classes, 1);
    this.#forward = (x, training) => {
      const skips: T4[] = [tf.relu(stemNorm(stem(x), training))];
      let h = tf.maxPool(skips[0]!, 3, 2, 1);
      for (const [i, blocks] of stages.entries()) {
        for (const block of blocks) h = block(h, training);
        if (i < 3) skips.push(h);
      }
      h = tf.relu(middleNorm(h, training));
      for (const conv of middle) h = mish(conv(h));
      for (const block of up) h = block(h, skips.pop()!, training);
      h = tf.concat([last(h), x], 3);
      h = mish(tf.add(head[1]!(mish(head[0]!(h))), h));
      return out(h);
    };
  }

  /** Logits of images [n, h, w, 3], as [n, h, w, classes]. */
  forward(x: T4, training: boolean): T4 {
    return this.#forward(x, training);
  }

  get parameters(): number {
    return this.trainable.reduce((sum, v) => sum + v.size, 0);
  }

  #variable(shape: number[], deviation: number, mean = 0): tf.Variable {
    const value = tf.tidy(() => tf.variable(tf.randomNormal(shape, mean, deviation, "float32", 1)));
    this.trainable.push(value);
    return value;
  }

  #conv(from: number, to: number, size: number, { stride = 1, bias = true } = {}) {
    const w = this.#variable([size, size, from, to], Math.sqrt(2 / (size * size * from)));
    const b = bias ? this.#variable([to], 0) : undefined;
    const pad = (size - 1) / 2;
    return (x: T4): T4 =>
      tf.fused.conv2d({ x, filter: w as never as T4, strides: stride, pad, ...(b && { bias: b }) });
  }

  #norm(channels: number) {
    const scale = this.#variable([channels], 0, 1);
    const offset = this.#variable([channels], 0);
    const mean = tf.variable(tf.zeros([channels]), false);
    const variance = tf.variable(tf.ones([channels]), false);
    this.#moving.push(mean, variance);
    const apply = (x: T4, m: tf.Tensor, v: tf.Tensor): T4 =>
      tf.batchNorm(x, m as tf.Tensor1D, v as tf.Tensor1D, offset as never, scale as never, 1e-5);
    return (x: T4, training: boolean): T4 => {
      if (!training) return apply(x, mean, variance);
      return normalizeBatch(x, scale, offset, 1e-5, (moments) => {
        for (const [moving, now] of [
          [mean, moments.mean],
          [variance, moments.variance],
        ] as const)
          moving.assign(tf.add(tf.mul(moving, 0.9), tf.mul(now, 0.1)));
      });
    };
  }

  #residual(from: number, to: number, stride: number) {
    const [a, b] = [
      this.#conv(from, to, 3, { stride, bias: false }),
      this.#conv(to, to, 3, { bias: false }),
    ];
    const [na, nb] = [this.#norm(to), this.#norm(to)];
    const short = stride > 1 ? this.#conv(from, to, 1, { stride, bias: false }) : null;
    const nshort = short ? this.#norm(to) : null;
    return (x: T4, training: boolean): T4 => {
      const path = nb(b(tf.relu(na(a(x), training))), training);
      return tf.relu(tf.add(path, short ? nshort!(short(x), training) : x));
    };
  }

  #shuffle(from: number, to: number) {
    const conv = this.#conv(from, to * 4, 1);
    return (x: T4): T4 => {
      const [n, h, w] = x.shape;
      const split = tf.reshape(mish(conv(x)), [n, h, w, to, 2, 2]);
      return tf.reshape(tf.transpose(split, [0, 1, 4, 2, 5, 3]), [n, h * 2, w * 2, to]);
    };
  }

  #up(from: number, skip: number, attention: boolean, final: boolean) {
    const shuffle = this.#shuffle(from, from / 2);
    const norm = this.#norm(skip);
    const inner = from / 2 + skip;
    const outer = final ? inner / 2 : inner;
    const [a, b] = [this.#conv(inner, outer, 3), this.#conv(outer, outer, 3)];
    const attend = attention ? this.#attention(outer) : (x: T4): T4 => x;
    return (x: T4, s: T4, training: boolean): T4 => {
      const joined = mish(tf.concat([shuffle(x), norm(s, training)], 3));
      return attend(mish(b(mish(a(joined)))));
    };
  }

  #attention(channels: number) {
    const make = (to: number) => this.#conv(channels, to, 1, { bias: false });
    const [query, key, value] = [make(channels / 8), make(channels / 8), make(channels)];
    const gamma = this.#variable([1], 0);
    return (x: T4): T4 => {
      const rows = (t: T4): tf.Tensor3D => tf.reshape(t, [t.shape[0], -1, t.shape[3]]);
      const weights = tf.softmax(tf.matMul(rows(key(x)), rows(query(x)), false, true));
      return tf.add(tf.mul(gamma, tf.reshape(tf.matMul(weights, rows(value(x))), x.shape)), x);
    };
  }
}
