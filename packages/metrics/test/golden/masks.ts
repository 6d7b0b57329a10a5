import {
  boundaryDistance,
  boundaryScores,
  countBoundary,
  createClassIndex,
} from "../../src/index.ts";
import { meanDefined } from "../../src/ratio.ts";
import { binaryScores } from "./count.ts";
import { flatten, nan, type Vector } from "./vector.ts";

type Measured = Record<string, unknown>;

/** MONAI: each channel is a mask of its own, by image; an empty truth is NaN unless told otherwise. */
export function monai(vector: Vector): Measured {
  const part = vector.function === "compute_dice" ? "dice" : "iou";
  const channels = (batch: unknown) =>
    (batch as unknown[][]).map((image) =>
      image.slice(vector.options.include_background === false ? 1 : 0).map(flatten),
    );
  const truth = channels(vector.target);
  const pred = channels(vector.pred);
  const value = (t: number[], p: number[]) => {
    const score = binaryScores(t, p)[1]!;
    if (score.truthPixels > 0) return nan(score[part]);
    return vector.options.ignore_empty === false ? (score[part] ?? 1) : Number.NaN;
  };
  return {
    per_image_per_class: truth.map((image, i) => image.map((t, c) => value(t, pred[i]![c]!))),
  };
}

/** torchmetrics DiceScore on one-hot zeros: no class is anywhere, so no Dice is defined. */
export function torchmetricsEmptyDice(vector: Vector): Measured {
  const channels = Array.from({ length: vector.num_classes! }, () =>
    new Array(4 * 128 * 128).fill(0),
  );
  return { value: nan(meanDefined(channels.map((zeros) => binaryScores(zeros, zeros)[1]!.dice))) };
}

/** surface-distance: "volumetric Dice" is the Dice of the foreground. */
export function surfaceDistance(vector: Vector): Measured {
  const mask = (sparse: unknown) => {
    const { shape, ones } = sparse as { shape: [number, number]; ones: [number, number][] };
    const pixels = new Array<number>(shape[0] * shape[1]).fill(0);
    for (const [y, x] of ones) pixels[y * shape[1] + x] = 1;
    return pixels;
  };
  return { volumetric_dice: nan(binaryScores(mask(vector.target), mask(vector.pred))[1]!.dice) };
}

/** DAVIS: J is the IoU of the foreground, and 1 where both are empty. */
export function davis(): Measured {
  const zeros = new Array<number>(400).fill(0);
  return { J: binaryScores(zeros, zeros)[1]!.iou ?? 1 };
}

interface Box {
  readonly shape: readonly [number, number];
  readonly box_y0x0y1x1: readonly [number, number, number, number];
}

/** boundary-iou-api: one foreground mask of filled, half-open boxes. */
export function boundaryIou(vector: Vector): Measured {
  const [truth, prediction, height, width] =
    vector.pred === "all ones 16x16"
      ? [new Uint8Array(256).fill(1), new Uint8Array(256).fill(1), 16, 16]
      : [
          boxMask(vector.target as Box),
          boxMask(vector.pred as Box),
          ...(vector.target as Box).shape,
        ];
  const options = { width, height, dilationRatio: vector.options.dilation_ratio as number };
  const counts = countBoundary(createClassIndex([0, 1]), truth, prediction, options);
  return {
    boundary_iou: boundaryScores(counts).perClass[1]!.iou,
    mask_iou: binaryScores([...truth], [...prediction])[1]!.iou,
    dilation_px: boundaryDistance(options),
    boundary_pixels: counts.truth[1],
  };
}

function boxMask({ shape, box_y0x0y1x1: [top, left, bottom, right] }: Box): Uint8Array {
  const mask = new Uint8Array(shape[0] * shape[1]);
  for (let y = top; y < bottom; y++) mask.fill(1, y * shape[1] + left, y * shape[1] + right);
  return mask;
}

/** Published scores without their masks: only that the mean is the mean of the list can be checked. */
export function publishedMeans({ expected }: Vector): Measured {
  return {
    eval_mean_iou: meanDefined(expected.eval_per_category_iou as number[]),
    eval_mean_accuracy: meanDefined(expected.eval_per_category_accuracy as number[]),
  };
}
