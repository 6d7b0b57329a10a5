import { checkInterval, type Interval, type Transform, type TransformOptions } from "./sample.ts";
import { type Affine, warpAffine } from "./warp-affine.ts";

export interface ShiftScaleRotateOptions extends TransformOptions {
  /** Share of width and height, drawn for each; -0.0625 to 0.0625 by default. */
  shift?: Interval;
  /** Added to 1; -0.1 to 0.1 by default. */
  scale?: Interval;
  /** Degrees anticlockwise; -45 to 45 by default. */
  rotate?: Interval;
}

/**
 * Turns and scales about the image's centre and moves, all in one warp; what comes from outside is
 * mirrored (Albumentations 1.3.1, geometric/transforms.py, `ShiftScaleRotate`, with its functional's
 * centre of (width / 2 - 0.5, height / 2 - 0.5)).
 *
 * @throws RangeError if an interval does not ascend or a scale reaches 0
 */
export function shiftScaleRotate({
  p = 0.5,
  shift = [-0.0625, 0.0625],
  scale = [-0.1, 0.1],
  rotate = [-45, 45],
}: ShiftScaleRotateOptions = {}): Transform {
  checkInterval("shift", shift);
  checkInterval("scale", scale, -0.999);
  checkInterval("rotate", rotate);
  return {
    name: "ShiftScaleRotate",
    p,
    apply(sample, random) {
      const angle = random.range(...rotate);
      const factor = 1 + random.range(...scale);
      const [x, y] = [random.range(...shift), random.range(...shift)];
      return warpAffine(sample, matrixOf(sample, angle, factor, x, y));
    },
  };
}

/** `cv2.getRotationMatrix2D` about the centre, then the shift, a share of width and height. */
export function matrixOf(
  { width, height }: { width: number; height: number },
  angle: number,
  scale: number,
  shiftX: number,
  shiftY: number,
): Affine {
  const [centerX, centerY] = [width / 2 - 0.5, height / 2 - 0.5];
  const radians = (angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians) * scale, Math.sin(radians) * scale];
  return [
    ...([cos, sin, (1 - cos) * centerX - sin * centerY + shiftX * width] as const),
    ...([-sin, cos, sin * centerX + (1 - cos) * centerY + shiftY * height] as const),
  ];
}
