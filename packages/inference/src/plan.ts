import { type ClassMap, MaskboardError, type ModelCard } from "@maskboard/contracts";
import type { OnnxSummary, OnnxValue } from "./onnx/index.ts";

/** All that is needed to feed a model and to read its answer. Sizes in pixels. */
export interface ModelPlan {
  readonly inputName: string;
  readonly outputName: string;
  readonly inputType: "float32" | "uint8";
  readonly layout: "NCHW" | "NHWC";
  readonly channels: "RGB" | "BGR";
  /** What a pixel value 0..255 is multiplied by, and what is added then, per channel. */
  readonly scale: readonly number[];
  readonly shift: readonly number[];
  /** `null`: each image in its own size. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** Images that go in at once; `fixed` models take no other number. */
  readonly batch: { readonly images: number; readonly fixed: boolean };
  readonly output: "logits" | "labels";
  /** Class id of each channel or value; `null`: labels are class ids. */
  readonly classes: readonly number[] | null;
  /** Labels that masks may hold. */
  readonly known: readonly number[];
}

const FLOAT32 = 1;
const UINT8 = 2;
const LABEL_TYPES = new Set([2, 3, 5, 6, 7]);

/** Pixels that go in at once: enough to keep the cores busy, little enough for memory. */
const BATCH_PIXELS = 2 ** 20;
const MAX_BATCH = 8;
const MAX_FIXED_BATCH = 64;
const MAX_SIDE = 4_096;

/**
 * Brings together what the model's shapes and its card say.
 *
 * @param classMap of the challenge
 * @throws MaskboardError `model_shape`, `model_card`
 */
export function planModel(
  { input, outputs }: OnnxSummary,
  card: ModelCard,
  classMap: ClassMap,
): ModelPlan {
  const classIds = classMap.classes.map(({ id }) => id);
  const output = chooseOutput(outputs, card.outputName);
  const kind =
    card.output ?? (output.dims?.length === 3 || isInteger(output) ? "labels" : "logits");
  if (kind === "labels" && !LABEL_TYPES.has(output.type)) {
    throw new MaskboardError("model_shape", `Labels in '${output.name}' must be integers.`);
  }
  if (kind === "logits" && output.type !== FLOAT32) {
    throw new MaskboardError("model_shape", `Logits in '${output.name}' must be float32.`);
  }
  const layout = layoutOf(input, card.layout);
  const [count, height, width] = axesOf(input, layout);
  const classes = card.classes ?? (kind === "logits" ? classIds : null);
  for (const id of card.classes ?? []) {
    if (!classIds.includes(id)) {
      throw new MaskboardError("model_card", `'classes' names ${id}, which is no class here.`, {
        value: id,
        expected: [...classIds],
      });
    }
  }
  const size = sizeOf({ height, width }, card);
  return {
    inputName: input.name,
    outputName: output.name,
    inputType: input.type === UINT8 ? "uint8" : "float32",
    layout,
    channels: card.channels,
    ...normalization(card, input.type === UINT8),
    size,
    batch: batchOf(count, size),
    output: kind,
    classes,
    known: classMap.void === undefined ? classIds : [...classIds, classMap.void],
  };
}

const isInteger = ({ type }: OnnxValue): boolean => LABEL_TYPES.has(type);

function chooseOutput(outputs: readonly OnnxValue[], name: string | undefined): OnnxValue {
  const chosen = name === undefined ? outputs : outputs.filter((output) => output.name === name);
  const [output] = chosen;
  if (output && chosen.length === 1) return output;
  const names = outputs.map((one) => one.name).slice(0, 50);
  throw new MaskboardError(
    "model_card",
    name === undefined
      ? `The model has ${outputs.length} outputs; 'outputName' must say which one to use.`
      : `The model has no output '${name}'.`,
    { expected: names },
  );
}

function layoutOf(input: OnnxValue, layout: ModelCard["layout"]): ModelPlan["layout"] {
  const { dims, name, type } = input;
  if (type !== FLOAT32 && type !== UINT8) {
    throw new MaskboardError("model_shape", `The input '${name}' must be float32 or uint8.`);
  }
  if (dims?.length !== 4) {
    throw new MaskboardError("model_shape", `The input '${name}' must have 4 axes.`, {
      value: dims?.length ?? "unknown",
      expected: 4,
    });
  }
  const found = layout ?? (dims[1] === 3 ? "NCHW" : dims[3] === 3 ? "NHWC" : null);
  const channels = found === "NHWC" ? dims[3] : dims[1];
  if (found === null || (channels !== null && channels !== 3)) {
    throw new MaskboardError("model_shape", `The input '${name}' must have 3 channels.`, {
      value: dims.map((dim) => dim ?? "?").join(" x "),
      expected: layout ?? "N x 3 x H x W, or N x H x W x 3",
    });
  }
  return found;
}

function axesOf({ dims }: OnnxValue, layout: ModelPlan["layout"]): (number | null)[] {
  const [n = null, a = null, b = null, c = null] = dims ?? [];
  return layout === "NCHW" ? [n, b, c] : [n, a, b];
}

function sizeOf(
  fixed: { height: number | null | undefined; width: number | null | undefined },
  { inputSize, resize }: ModelCard,
): ModelPlan["size"] {
  for (const side of ["width", "height"] as const) {
    const own = fixed[side];
    if (own && (own > MAX_SIDE || (inputSize && inputSize[side] !== own))) {
      throw new MaskboardError("model_card", `The model's input has the ${side} ${own}.`, {
        value: inputSize?.[side] ?? own,
        expected: inputSize ? own : `at most ${MAX_SIDE}`,
      });
    }
  }
  if (resize === "none") {
    if (!fixed.width && !fixed.height && !inputSize) return null;
    throw new MaskboardError("model_card", "resize 'none' needs a model that takes any size.");
  }
  const width = fixed.width ?? inputSize?.width;
  const height = fixed.height ?? inputSize?.height;
  if (width && height) return { width, height };
  throw new MaskboardError(
    "model_card",
    "The model takes images of any size: name an 'inputSize', or resize 'none'.",
  );
}

function batchOf(count: number | null | undefined, size: ModelPlan["size"]): ModelPlan["batch"] {
  if (count) {
    if (count <= MAX_FIXED_BATCH) return { images: count, fixed: true };
    throw new MaskboardError("model_shape", `The model takes ${count} images at once.`, {
      limit: MAX_FIXED_BATCH,
    });
  }
  if (!size) return { images: 1, fixed: false };
  const fitting = Math.floor(BATCH_PIXELS / (size.width * size.height));
  return { images: Math.max(1, Math.min(MAX_BATCH, fitting)), fixed: false };
}

/** `(value / range - mean) / std` as one factor and one summand. */
function normalization({ range, mean, std }: ModelCard, whole: boolean) {
  if (whole) return { scale: [1, 1, 1], shift: [0, 0, 0] };
  const unit = range === "0..1" ? 255 : 1;
  return {
    scale: std.map((deviation) => 1 / (unit * deviation)),
    shift: mean.map((value, channel) => -value / std[channel]!),
  };
}
