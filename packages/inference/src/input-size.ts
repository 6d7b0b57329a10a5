import { MaskboardError, type ModelCard } from "@maskboard/contracts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size of a model's input; `multiple`: that of each image, rounded up to a multiple. */
export type InputSize = Size | { readonly multiple: number };

const MAX_SIDE = 4_096;

/**
 * What the model's own axes and its card say about the input's size.
 *
 * @param own `null` where an axis is free
 * @throws MaskboardError `model_card`
 */
export function inputSizeOf(
  own: { readonly width: number | null; readonly height: number | null },
  { inputSize, resize }: ModelCard,
): InputSize {
  const named = inputSize && "width" in inputSize ? inputSize : undefined;
  for (const side of ["width", "height"] as const) {
    const fixed = own[side];
    if (fixed && (fixed > MAX_SIDE || (named && named[side] !== fixed))) {
      throw new MaskboardError("model_card", `The model's input has the ${side} ${fixed}.`, {
        value: named?.[side] ?? fixed,
        expected: named ? fixed : `at most ${MAX_SIDE}`,
      });
    }
  }
  const free = !own.width && !own.height;
  if (resize === "none") {
    if (free && !inputSize) return { multiple: 1 };
    throw new MaskboardError("model_card", "resize 'none' needs a model that takes any size.");
  }
  if (inputSize && "multiple" in inputSize) {
    if (free) return inputSize;
    throw new MaskboardError(
      "model_card",
      "An 'inputSize' of a multiple needs a model that takes any size.",
    );
  }
  const width = own.width ?? named?.width;
  const height = own.height ?? named?.height;
  if (width && height) return { width, height };
  throw new MaskboardError(
    "model_card",
    "The model takes images of any size: name an 'inputSize', or resize 'none', in card.json.",
  );
}

/** How an image goes into the model's input and comes out of it; everything in whole pixels. */
export interface Fit {
  readonly input: Size;
  /** The size that the image is brought to. */
  readonly content: Size;
  /** Where its upper left corner lies in the input. */
  readonly at: { readonly x: number; readonly y: number };
}

/** @param image its own size */
export function fit(image: Size, size: InputSize, resize: ModelCard["resize"]): Fit {
  const up = (length: number, multiple: number) => Math.ceil(length / multiple) * multiple;
  const input =
    "width" in size
      ? size
      : { width: up(image.width, size.multiple), height: up(image.height, size.multiple) };
  if (resize !== "letterbox") return { input, content: input, at: { x: 0, y: 0 } };
  // An image that fits without a change of scale keeps its pixels.
  const scale =
    "width" in size ? Math.min(input.width / image.width, input.height / image.height) : 1;
  const scaled = (length: number, most: number) =>
    Math.min(most, Math.max(1, Math.round(length * scale)));
  const content = {
    width: scaled(image.width, input.width),
    height: scaled(image.height, input.height),
  };
  return {
    input,
    content,
    at: {
      x: Math.floor((input.width - content.width) / 2),
      y: Math.floor((input.height - content.height) / 2),
    },
  };
}
