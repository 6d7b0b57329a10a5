import { ModelError } from "../error.ts";
import { toTorch } from "../parameters/layout.ts";
import type { NamedArray } from "./array.ts";

const PARTS: Record<string, string> = { "2a": "1", "2b": "2", "2c": "3" };
const NORM: Record<string, string> = {
  gamma: "weight",
  beta: "bias",
  moving_mean: "running_mean",
  moving_variance: "running_var",
};

/** `res4b_branch2a`, `bn4b_branch2a`, `conv1`, `bn_conv1` as the encoder calls layer and kind. */
function layerName(layer: string): { name: string; norm: boolean } | null {
  if (layer === "conv1") return { name: "encoder.conv1", norm: false };
  if (layer === "bn_conv1") return { name: "encoder.bn1", norm: true };
  const match = /^(res|bn)(\d)([a-z])_branch(1|2[abc])$/.exec(layer);
  if (!match) return null;
  const [, kind, stage, letter, branch] = match as unknown as string[];
  const norm = kind === "bn";
  const block = `encoder.layer${Number(stage) - 1}.${letter!.charCodeAt(0) - 97}`;
  if (branch === "1") return { name: `${block}.downsample.${norm ? 1 : 0}`, norm };
  return { name: `${block}.${norm ? "bn" : "conv"}${PARTS[branch!]}`, norm };
}

/**
 * Weights of Keras' first ResNet50 (names like `res2a_branch2a/kernel`, filters [h, w, in, out]) as
 * the encoder `resnet50-v1` takes them, in PyTorch's layout. What differs is folded in without
 * changing any output in use: a convolution's bias moves into the mean of the normalization behind
 * it, and the first filter's channels turn from BGR to RGB. The classifier is left out; stages that
 * the file lacks stay missing.
 * @throws ModelError for a name that this network does not have
 */
export function fromKerasResnet50(
  weights: Iterable<readonly [string, NamedArray]>,
): Map<string, NamedArray> {
  const given = new Map(weights);
  const out = new Map<string, NamedArray>();
  for (const [key, { shape, data }] of given) {
    const [layer, leaf] = key.split("/") as [string, string];
    if (/^fc/.test(layer)) continue;
    const target = layerName(layer);
    if (!target) throw new ModelError("weights", `${key} is no weight of Keras' ResNet50.`);
    const { name, norm } = target;
    if (!norm && leaf === "kernel") {
      const [h, w, from, to] = shape as [number, number, number, number];
      const values = layer === "conv1" ? reverseInputs(data, h * w, from, to) : data;
      out.set(`${name}.weight`, { shape: [to, from, h, w], data: toTorch(values, shape, "conv") });
    } else if (leaf === "moving_mean") {
      const bias = given.get(`${convOf(layer)}/bias`);
      const mean = Float32Array.from(data, (value, i) => value - (bias?.data[i] ?? 0));
      out.set(`${name}.running_mean`, { shape, data: mean });
    } else if (norm && NORM[leaf]) out.set(`${name}.${NORM[leaf]}`, { shape, data });
  }
  return out;
}

/** The convolution in front of a normalization. */
const convOf = (norm: string): string =>
  norm === "bn_conv1" ? "conv1" : norm.replace(/^bn/, "res");

/** Turns the input channels of a filter [area, from, to] around. */
function reverseInputs(
  data: ArrayLike<number>,
  area: number,
  from: number,
  to: number,
): Float32Array {
  const out = new Float32Array(data.length);
  for (let i = 0; i < area; i++)
    for (let c = 0; c < from; c++)
      for (let o = 0; o < to; o++)
        out[(i * from + c) * to + o] = data[(i * from + (from - 1 - c)) * to + o]!;
  return out;
}
