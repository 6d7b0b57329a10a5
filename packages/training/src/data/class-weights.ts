/** How classes are weighted by their pixels; `none` is 1 each. */
export const CLASS_WEIGHTS = ["none", "balanced", "sqrt", "median"] as const;
export type ClassWeighting = (typeof CLASS_WEIGHTS)[number];

/**
 * Weights of the classes in the loss from their numbers of pixels. A class without pixels has
 * weight 0: nothing can be learnt about it.
 * - `balanced`: pixels / (classes n_c), as scikit-learn's `compute_class_weight("balanced")`
 * - `sqrt`: the square root of that, which lets rare classes count without drowning the others
 * - `median`: median(n) / n_c, as Eigen and Fergus 2015 (arXiv 1411.4734, section 6.3) balance
 */
export function classWeights(pixels: readonly number[], weighting: ClassWeighting): number[] {
  const present = pixels.filter((n) => n > 0).sort((a, b) => a - b);
  if (weighting === "none" || present.length === 0) return pixels.map(() => 1);
  const total = present.reduce((sum, n) => sum + n, 0);
  const middle = (present[(present.length - 1) >> 1]! + present[present.length >> 1]!) / 2;
  return pixels.map((n) => {
    if (n === 0) return 0;
    if (weighting === "median") return middle / n;
    const balanced = total / (present.length * n);
    return weighting === "sqrt" ? Math.sqrt(balanced) : balanced;
  });
}
