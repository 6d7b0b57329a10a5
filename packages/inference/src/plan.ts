import { type ClassMap, MaskboardError, type ModelCard } from "@maskboard/contracts";
import { type InputSize, inputSizeOf } from "./input-size.ts";
import type { ModelSummary, ModelValue } from "./summary.ts";

/** All that is needed to feed a model and to read its answer. Sizes in pixels. */
export interface ModelPlan {
  readonly inputName: string;
  readonly outputName: string;
  readonly inputType: "float32" | "float16" | "uint8" | "int32";
  /** Order of the input's axes, and of the logits'. */
  readonly layout: "NCHW" | "NHWC";
  readonly channels: "RGB" | "BGR";
  /** What a pixel value 0..255 is multiplied by, and what is added then, per channel. */
  readonly scale: readonly number[];
  readonly shift: readonly number[];
  /** Whether neither the model's input nor its card says which values pixels have: 0..1 is taken. */
  readonly assumed: boolean;
  readonly size: InputSize;
  readonly resize: ModelCard["resize"];
  /** Pixel value around letterboxed images. */
  readonly fill: number;
  /** Images that go in at once; `fixed` models take no other number. */
  readonly batch: { readonly images: number; readonly fixed: boolean };
  readonly output: "logits" | "probabilities" | "labels";
  /** Class id of each channel or value; `null`: labels are class ids. */
  readonly classes: readonly number[] | null;
  /** Labels that masks may hold. */
  readonly known: readonly number[];
}

const FLOAT32 = 1;
const FLOAT16 = 10;
const INPUT_TYPES = new Map([
  [FLOAT32, "float32"],
  [FLOAT16, "float16"],
  [2, "uint8"],
  [6, "int32"],
] as const);
/** Whole numbers, and truth values as 0 and 1. */
const LABEL_TYPES = new Set([2, 3, 5, 6, 7, 9]);

/** Pixels that go in at once: enough to keep the cores busy, little enough for memory. */
const BATCH_PIXELS = 2 ** 20;
const MAX_BATCH = 8;
const MAX_FIXED_BATCH = 64;

/**
 * Brings together what the model's shapes and its card say.
 *
 * @param classMap of the challenge
 * @throws MaskboardError `model_shape`, `model_card`
 */
export function planModel(
  { format, input, outputs }: ModelSummary,
  card: ModelCard,
  classMap: ClassMap,
): ModelPlan {
  const classIds = classMap.classes.map(({ id }) => id);
  const output = chooseOutput(outputs, card.outputName);
  const kind = kindOf(output, card);
  const inputType = INPUT_TYPES.get(input.type as 1);
  if (!inputType) {
    throw new MaskboardError(
      "model_shape",
      `The input '${input.name}' must be float32, float16, uint8 or int32: export with an example ` +
        "image of such a type.",
    );
  }
  if (format !== "onnx" && card.layout === "NCHW") {
    throw new MaskboardError("model_card", "A TensorFlow.js model takes images as NHWC.");
  }
  const layout = layoutOf(input, format === "onnx" ? card.layout : "NHWC");
  const [count, height, width] = axesOf(input, layout);
  for (const id of card.classes ?? []) {
    if (!classIds.includes(id)) {
      throw new MaskboardError("model_card", `'classes' names ${id}, which is no class here.`, {
        value: id,
        expected: [...classIds],
      });
    }
  }
  const size = inputSizeOf({ height: height ?? null, width: width ?? null }, card);
  return {
    inputName: input.name,
    outputName: output.name,
    inputType,
    layout,
    channels: card.channels,
    ...normalization(card, inputType === "uint8" || inputType === "int32"),
    size,
    resize: card.resize,
    fill: card.fill,
    batch: batchOf(count, size),
    output: kind,
    classes: card.classes ?? (kind === "labels" ? null : classIds),
    known: classMap.void === undefined ? classIds : [...classIds, classMap.void],
  };
}

function kindOf(output: ModelValue, card: ModelCard): ModelPlan["output"] {
  const { name, type, dims } = output;
  const whole = LABEL_TYPES.has(type);
  const kind = card.output ?? (whole ? "labels" : "logits");
  if (kind === "labels") {
    if (whole) return kind;
    throw new MaskboardError(
      "model_shape",
      `Labels in '${name}' must be integers: end the model with argmax, and keep its type.`,
    );
  }
  if (type !== FLOAT32 && type !== FLOAT16) {
    throw new MaskboardError(
      "model_shape",
      `The ${kind} in '${name}' must be float32 or float16: export after model.float().`,
    );
  }
  if (dims && dims.length !== 4) {
    throw new MaskboardError(
      "model_shape",
      `The ${kind} in '${name}' must have 4 axes, N x classes x H x W; labels must be integers.`,
      { value: dims.map((dim) => dim ?? "?").join(" x "), expected: 4 },
    );
  }
  return kind;
}

function chooseOutput(outputs: readonly ModelValue[], wanted: string | undefined): ModelValue {
  const chosen = outputs.filter(
    ({ name, alias }) => wanted === undefined || name === wanted || alias === wanted,
  );
  const [output] = chosen;
  if (output && chosen.length === 1) return output;
  throw new MaskboardError(
    "model_card",
    wanted === undefined
      ? `The model has ${outputs.length} outputs; 'outputName' in card.json must say which one to use.`
      : `The model has no output '${wanted}'.`,
    { expected: outputs.map(({ name, alias }) => alias ?? name).slice(0, 50) },
  );
}

function layoutOf({ dims, name }: ModelValue, layout: ModelCard["layout"]): ModelPlan["layout"] {
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

function axesOf({ dims }: ModelValue, layout: ModelPlan["layout"]): (number | null)[] {
  const [n = null, a = null, b = null, c = null] = dims ?? [];
  return layout === "NCHW" ? [n, b, c] : [n, a, b];
}

function batchOf(count: number | null | undefined, size: InputSize): ModelPlan["batch"] {
  if (count) {
    if (count <= MAX_FIXED_BATCH) return { images: count, fixed: true };
    throw new MaskboardError("model_shape", `The model takes ${count} images at once.`, {
      limit: MAX_FIXED_BATCH,
    });
  }
  // Neighbours of one size go in together where each image has its own.
  const pixels = "width" in size ? size.width * size.height : BATCH_PIXELS / MAX_BATCH;
  return {
    images: Math.max(1, Math.min(MAX_BATCH, Math.floor(BATCH_PIXELS / pixels))),
    fixed: false,
  };
}

/** `(value / range - mean) / std` as one factor and one summand. */
function normalization({ range, mean, std }: ModelCard, whole: boolean) {
  if (whole) return { scale: [1, 1, 1], shift: [0, 0, 0], assumed: false };
  const unit = range === "0..255" ? 1 : 255;
  return {
    scale: std.map((deviation) => 1 / (unit * deviation)),
    shift: mean.map((value, channel) => -value / std[channel]!),
    assumed: range === undefined && [...mean, ...std].join() === "0,0,0,1,1,1",
  };
}
