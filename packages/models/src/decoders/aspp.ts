import * as tf from "@tensorflow/tfjs-core";
import { convNorm } from "../encoders/resnet-block.ts";
import { dropout } from "../layers/dropout.ts";
import type { Layer } from "../layers/norm.ts";
import { adaptiveAverage } from "../layers/pool.ts";
import { sizeOf, stretch } from "../layers/resize.ts";
import { at, type Scope } from "../parameters/store.ts";

const EPSILON = 1e-5;
const DROP = 0.5;

/**
 * Atrous spatial pyramid pooling (Chen et al. 2017, arXiv 1706.05587, figure 5) as torchvision's
 * ASPP: a 1 x 1 convolution, three 3 x 3 ones whose taps are 1, 2 and 3 times 96 / `stride` pixels
 * apart, and the mean of the whole map, joined by a 1 x 1 convolution; each to `width` channels.
 * @param stride pixels of the image to one of the map: 8 gives torchvision's 12, 24 and 36
 */
export function aspp(scope: Scope, from: number, width: number, stride: number): Layer {
  const branches = at(scope, "convs");
  const branch = (i: number, size: number, dilation: number): Layer => {
    const options = { from, to: width, size, dilation };
    const apply = convNorm(at(branches, i), ["0", "1"], options, EPSILON);
    return (x, mode) => tf.relu(apply(x, mode));
  };
  const rate = 96 / stride;
  const near = [branch(0, 1, 1), ...[1, 2, 3].map((i) => branch(i, 3, rate * i))];
  const whole = { from, to: width, size: 1 };
  const pooled = convNorm(at(branches, 4), ["1", "2"], whole, EPSILON);
  const joined = { from: width * 5, to: width, size: 1 };
  const project = convNorm(at(scope, "project"), ["0", "1"], joined, EPSILON);
  const thin = dropout(scope.prefix, DROP, "values");
  return (x, mode) => {
    const mean = tf.relu(pooled(adaptiveAverage(x, 1), mode));
    const all = [...near.map((run) => run(x, mode)), stretch(mean, sizeOf(x))];
    return thin(tf.relu(project(tf.concat(all, 3), mode)), mode);
  };
}
