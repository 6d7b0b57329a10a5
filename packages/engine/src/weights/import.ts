import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { readSafetensors, type WeightArray, type Weights, WeightsError } from "./safetensors.ts";
import { readTfjs } from "./tfjs.ts";
import { isPickle, isTar, isZip, readCheckpoint } from "./torch/checkpoint.ts";

/** Variables by name: what a model calls its weights. */
export type Target = LayersModel | Readonly<Record<string, tf.Variable>>;

export interface ImportOptions {
  /** Name of the target's variable for a name in the file; null leaves it out. Default: the same. */
  readonly rename?: (name: string) => string | null;
  /**
   * Layout of the file. `torch`: convolutions [O, I, h, w], dense [out, in], depthwise [C * m, 1, h, w].
   * `tf` (default): as TensorFlow.js has them.
   */
  readonly layout?: "torch" | "tf";
  /** Whether every variable of the target must get a value, and every array a variable. Default true. */
  readonly strict?: boolean;
}

export interface ImportResult {
  /** Variables that got a value. */
  readonly loaded: readonly string[];
  /** Variables without one in the file. */
  readonly missing: readonly string[];
  /** Arrays of the file that no variable takes. */
  readonly unused: readonly string[];
}

/** How a file begins, and what it then is. */
const FOREIGN: [name: string, test: (file: Uint8Array) => boolean, advice: string][] = [
  [
    "a Keras file (HDF5)",
    (file) => file[0] === 0x89 && file[1] === 0x48,
    "Convert it with tensorflowjs_converter --input_format keras, and give the model.json.",
  ],
  [
    "a Git LFS pointer",
    (file) => new TextDecoder().decode(file.subarray(0, 12)) === "version http",
    "Fetch the file itself: git lfs pull.",
  ],
];

/**
 * Reads a file of weights, whatever its name ends with: safetensors, a TensorFlow.js `model.json`, or
 * a checkpoint of PyTorch (`.pth`, `.pt`, `.ckpt`, `.bin`), of which no code is run.
 *
 * @throws WeightsError where the file can't be read, with how to convert it
 */
export async function readWeights(path: string): Promise<Weights> {
  const file = await readFile(path).catch((error: Error) => {
    throw new WeightsError(`The weights ${path} can't be opened: ${error.message}.`, {
      cause: error,
    });
  });
  try {
    return await decode(file, path);
  } catch (error) {
    if (!(error instanceof WeightsError)) throw error;
    throw new WeightsError(`${path}: ${error.message.replaceAll("FILE", path)}`, { cause: error });
  }
}

async function decode(file: Buffer, path: string): Promise<Weights> {
  if (isZip(file) || isPickle(file) || isTar(file)) return readCheckpoint(file);
  for (const [name, is, advice] of FOREIGN)
    if (is(file)) throw new WeightsError(`This is ${name}. ${advice}`);
  if (/^\s*\{/.test(file.subarray(0, 64).toString("latin1")))
    return readTfjs(file.toString("utf8"), (name) => readFile(join(dirname(path), name)));
  return readSafetensors(file);
}

/**
 * Gives a model's variables the values of a weights file.
 *
 * @param source a path that `readWeights` takes, or weights that are read already
 * @throws WeightsError where shapes do not fit, or with `strict` where names do not; nothing is
 * assigned then
 */
export async function importWeights(
  target: Target,
  source: string | Weights,
  options: ImportOptions = {},
): Promise<ImportResult> {
  const { rename = (name: string) => name, layout = "tf", strict = true } = options;
  const weights = typeof source === "string" ? await readWeights(source) : source;
  const variables = variablesOf(target);
  const found = new Map<string, WeightArray>();
  const unused: string[] = [];
  for (const [name, array] of weights) {
    const to = rename(name);
    if (to === null) continue;
    if (variables.has(to)) found.set(to, array);
    else unused.push(name);
  }
  const missing = [...variables.keys()].filter((name) => !found.has(name));
  if (strict && (missing.length > 0 || unused.length > 0))
    throw new WeightsError(
      `The weights do not fit the model. ${list("Without a value", missing)}${list("Unknown to the model", unused)}` +
        "Rename them, or load what fits with strict: false.",
    );
  const values = new Map(
    [...found].map(([name, array]) => [name, arrange(name, array, variables.get(name)!, layout)]),
  );
  for (const [name, { data, shape }] of values)
    tf.tidy(() =>
      variables
        .get(name)!
        .assign(tf.tensor(data, [...shape], variables.get(name)!.dtype as "float32")),
    );
  return { loaded: [...found.keys()], missing, unused };
}

function variablesOf(target: Target): Map<string, tf.Variable> {
  if (!("weights" in target && Array.isArray(target.weights)))
    return new Map(Object.entries(target as Record<string, tf.Variable>));
  const layers = (target as LayersModel).weights as unknown as {
    originalName: string;
    val: tf.Variable;
  }[];
  return new Map(layers.map(({ originalName, val }) => [originalName, val]));
}

const list = (title: string, names: readonly string[]): string => {
  if (names.length === 0) return "";
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return `${title}: ${names.slice(0, 5).join(", ")}${more}. `;
};

/** The array in the variable's layout. @throws WeightsError where the shapes do not fit. */
function arrange(
  name: string,
  array: WeightArray,
  variable: tf.Variable,
  layout: "torch" | "tf",
): WeightArray {
  const wanted = variable.shape;
  const turned = layout === "torch" ? fromTorch(array, wanted) : array;
  if (turned.shape.length !== wanted.length || turned.shape.some((n, i) => n !== wanted[i]))
    throw new WeightsError(
      `${name} has shape [${array.shape}] in the file (${layout} layout), the model wants [${wanted}].`,
    );
  return turned;
}

function fromTorch(array: WeightArray, wanted: readonly number[]): WeightArray {
  const { shape } = array;
  if (shape.length === 2 && wanted.length === 2) return turn(array, [1, 0]);
  if (shape.length !== 4 || wanted.length !== 4) return array;
  // A depthwise filter [C * m, 1, h, w] is [h, w, C, m] here.
  const depthwise = shape[1] === 1 && wanted[2]! * wanted[3]! === shape[0] && wanted[2] !== 1;
  if (!depthwise) return turn(array, [2, 3, 1, 0]);
  return turn(
    { data: array.data, shape: [wanted[2]!, wanted[3]!, shape[2]!, shape[3]!] },
    [2, 3, 0, 1],
  );
}

function turn({ data, shape }: WeightArray, perm: readonly number[]): WeightArray {
  const out = new (data.constructor as Float32ArrayConstructor)(data.length);
  const dims = perm.map((axis) => shape[axis]!);
  const strides = perm.map((axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  for (let i = 0; i < out.length; i++) {
    let rest = i;
    let from = 0;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      from += (rest % dims[axis]!) * strides[axis]!;
      rest = Math.floor(rest / dims[axis]!);
    }
    out[i] = data[from]!;
  }
  return { data: out, shape: dims };
}
