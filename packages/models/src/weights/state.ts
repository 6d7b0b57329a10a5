import * as tf from "@tensorflow/tfjs-core";
import { ModelError } from "../error.ts";
import { fromTorch, torchShape, toTorch } from "../parameters/layout.ts";
import type { Parameter, Parameters } from "../parameters/store.ts";
import type { NamedArray } from "./array.ts";
import { adaptChannels } from "./channels.ts";

/** What a checkpoint's entry is called in the model; null where the model has no use for it. */
export type NameMap = (name: string) => string | null;

export interface LoadOptions {
  /** From the checkpoint's names to the model's. Default: they are the same. */
  readonly names?: NameMap;
  /** Refuse checkpoints that lack parameters or hold unknown ones. Default true. */
  readonly strict?: boolean;
  /**
   * Fit a filter of the image to another number of channels, as fastai does: see `adaptChannels`.
   * Default true.
   */
  readonly fitChannels?: boolean;
}

/** What `loadState` did, by the model's names; `unexpected` by the checkpoint's. */
export interface LoadReport {
  readonly loaded: string[];
  readonly missing: string[];
  readonly unexpected: string[];
}

/**
 * All parameters and running statistics by name in PyTorch's layout: filters [out, in, h, w]. What
 * a PyTorch model of the same names takes with `load_state_dict`.
 */
export async function stateDict(parameters: Parameters): Promise<Map<string, NamedArray>> {
  const state = new Map<string, NamedArray>();
  for (const { name, shape, layout, variable } of parameters.all()) {
    const data = toTorch(await variable.data(), shape, layout);
    state.set(name, { shape: torchShape(shape, layout), data });
  }
  return state;
}

/**
 * Loads values in PyTorch's layout by name. Nothing is changed unless everything fits.
 * @throws ModelError that names the entries that are missing, unknown or of another shape.
 */
export function loadState(
  parameters: Parameters,
  weights: Iterable<readonly [string, NamedArray]>,
  { names = (name) => name, strict = true, fitChannels = true }: LoadOptions = {},
): LoadReport {
  const found = new Map<Parameter, Float32Array>();
  const unexpected: string[] = [];
  for (const [name, array] of weights) {
    // PyTorch counts batches; nothing here depends on the count.
    if (name.endsWith("num_batches_tracked")) continue;
    const mapped = names(name);
    if (mapped === null) continue;
    const parameter = parameters.get(mapped);
    if (!parameter) unexpected.push(name);
    else found.set(parameter, fit(parameter, array, fitChannels));
  }
  const missing = parameters.all().filter((parameter) => !found.has(parameter));
  const report = {
    loaded: [...found.keys()].map(({ name }) => name),
    missing: missing.map(({ name }) => name),
    unexpected,
  };
  if (strict) refuse(report);
  for (const [{ variable, shape }, values] of found)
    tf.tidy(() => variable.assign(tf.tensor(values, [...shape])));
  return report;
}

/**
 * Loads a checkpoint of an encoder alone, such as ImageNet's, into a model, in each of its branches.
 * Stages that the model leaves out are passed over; decoders and heads keep their values.
 * @throws ModelError where the encoder would not be whole
 */
export function loadEncoder(
  parameters: Parameters,
  weights: Iterable<readonly [string, NamedArray]>,
  names?: NameMap,
): LoadReport {
  const encoder = parameters.all().filter(({ name }) => /^(local\.)?encoder\./.test(name));
  const branches = encoder.some(({ name }) => name.startsWith("local.")) ? ["", "local."] : [""];
  const given = new Map<string, NamedArray>();
  for (const [name, array] of weights) {
    const mapped = names ? names(name) : name;
    if (mapped !== null) for (const branch of branches) given.set(branch + mapped, array);
  }
  const missing = encoder.filter(({ name }) => !given.has(name)).map(({ name }) => name);
  refuse({ loaded: [], missing, unexpected: [] });
  return loadState(parameters, given, { strict: false });
}

function fit(parameter: Parameter, array: NamedArray, fitChannels: boolean): Float32Array {
  const { name, shape, layout } = parameter;
  const expected = torchShape(shape, layout);
  const given = fitChannels && layout === "conv" ? adaptChannels(array, expected) : array;
  if (!same(given.shape, expected))
    throw new ModelError(
      "weights",
      `${name} has shape ${expected.join("x")} in the model and ${array.shape.join("x")} in the ` +
        "weights. Make the model with the encoder, classes and options that they were saved from.",
    );
  return fromTorch(given.data, shape, layout);
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i]);

function refuse({ missing, unexpected }: LoadReport): void {
  if (missing.length + unexpected.length === 0) return;
  const list = (names: string[]) =>
    names.slice(0, 3).join(", ") + (names.length > 3 ? ` and ${names.length - 3} more` : "");
  const parts = [
    ...(missing.length ? [`the weights lack ${list(missing)}`] : []),
    ...(unexpected.length ? [`the model has no ${list(unexpected)}`] : []),
  ];
  throw new ModelError(
    "weights",
    `Weights and model differ: ${parts.join("; ")}. Give the name map of where they come from, ` +
      "or strict: false to load what fits.",
  );
}
