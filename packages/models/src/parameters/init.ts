import { normal, uniform } from "../random.ts";
import type { Initializer } from "./store.ts";

/** Inputs that one output of a filter [h, w, in, out] or matrix [in, out] sums up. */
const fanIn = (shape: readonly number[]): number =>
  shape.slice(0, -1).reduce((product, n) => product * n, 1);

/** Outputs that one input feeds. */
const fanOut = (shape: readonly number[]): number => (fanIn(shape) / shape.at(-2)!) * shape.at(-1)!;

const size = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

export const constant =
  (value: number): Initializer =>
  (shape) =>
    new Float32Array(size(shape)).fill(value);

/** He et al. 2015 (arXiv 1502.01852): N(0, 2 / fan), torch's `kaiming_normal_` for ReLU. */
export const kaimingNormal =
  (fan: "in" | "out" = "in"): Initializer =>
  (shape, random) =>
    normal(random, size(shape), Math.sqrt(2 / (fan === "in" ? fanIn(shape) : fanOut(shape))));

/** U(-1 / sqrt(fan in), 1 / sqrt(fan in)): what `torch.nn.Conv2d` gives itself. */
export const torchDefault: Initializer = (shape, random) =>
  uniform(random, size(shape), 1 / Math.sqrt(fanIn(shape)));

export const gaussian =
  (deviation: number): Initializer =>
  (shape, random) =>
    normal(random, size(shape), deviation);

/** A vector of length one. */
export const direction: Initializer = (shape, random) => {
  const values = normal(random, size(shape), 1);
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
};

/**
 * Initialization to convolution and nearest-neighbour resize (Aitken et al. 2017, arXiv 1707.02937)
 * of a filter [h, w, in, out * factor^2] in front of a pixel shuffle: the factor^2 channels that
 * become one pixel's neighbours start equal, so that the first outputs have no checkerboard.
 */
export const icnr =
  (init: Initializer, factor = 2): Initializer =>
  (shape, random) => {
    const [h, w, inner, outer] = shape as [number, number, number, number];
    const copies = factor ** 2;
    const few = init([h, w, inner, outer / copies], random);
    return Float32Array.from({ length: size(shape) }, (_, i) => few[Math.floor(i / copies)]!);
  };
