import { ModelError } from "../error.ts";

/** How an encoder comes from one map to the next. */
export interface Halving {
  /** 2, or 1 where the output stride is reached. */
  readonly stride: number;
  /**
   * Distance of the taps in the filter that would stride and in all filters after it. Without the
   * stride, those after it look twice as far to see what they saw with it: the "algorithme a trous"
   * (Chen et al. 2017, arXiv 1706.05587), torchvision's `replace_stride_with_dilation`.
   */
  readonly dilations: readonly [number, number];
  /** Pixels of the image to one of the map that comes out. */
  readonly total: number;
}

/** The halvings from the image to the map number `depth`. @throws ModelError */
export function halvings(depth: number, outputStride = 2 ** depth): Halving[] {
  if (![8, 16, 32].includes(outputStride) && outputStride !== 2 ** depth)
    throw new ModelError("config", `outputStride must be 8, 16 or 32, not ${outputStride}.`);
  let [total, dilation] = [1, 1];
  return Array.from({ length: depth }, () => {
    const before = dilation;
    const stride = total * 2 <= outputStride ? 2 : 1;
    if (stride === 2) total *= 2;
    else dilation *= 2;
    return { stride, dilations: [before, dilation], total };
  });
}

/** @throws ModelError where an encoder has no such depth */
export function checkDepth(name: string, depth: number, most = 5): void {
  if (!Number.isInteger(depth) || depth < 2 || depth > most)
    throw new ModelError("config", `${name} has depths from 2 to ${most}, not ${depth}.`);
}

/** For encoders that halve by pooling. @throws ModelError where filters would have to be dilated */
export function checkNoDilation(name: string, depth: number, outputStride = 2 ** depth): void {
  if (outputStride < 2 ** depth)
    throw new ModelError(
      "config",
      `${name} can't keep its maps at 1/${outputStride} of the image, because its filters can't be ` +
        `dilated: choose depth ${Math.log2(outputStride)} or less, outputStride ${2 ** depth} or a ` +
        "ResNet, MobileNet or EfficientNet.",
    );
}
