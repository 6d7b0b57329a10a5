import type { LabelRaster } from "../src/index.ts";

/** Confusion by pixel, in a map of its own: `"t,p"` -> pixels; p is "other" where it is no class. */
export function slowConfusion(
  ids: readonly number[],
  voidId: number | null,
  truth: LabelRaster,
  prediction: LabelRaster,
): Map<string, number> {
  const pairs = new Map<string, number>();
  for (let i = 0; i < truth.length; i++) {
    if (truth[i] === voidId) continue;
    const p = ids.includes(prediction[i]!) ? String(prediction[i]) : "other";
    const key = `${truth[i]},${p}`;
    pairs.set(key, (pairs.get(key) ?? 0) + 1);
  }
  return pairs;
}

/** IoU of one class from sets of pixel positions; null when both are empty. */
export function slowIou(
  id: number,
  voidId: number | null,
  truth: LabelRaster,
  prediction: LabelRaster,
): number | null {
  const counted = [...truth.keys()].filter((i) => truth[i] !== voidId);
  const inTruth = new Set(counted.filter((i) => truth[i] === id));
  const inPrediction = new Set(counted.filter((i) => prediction[i] === id));
  const union = new Set([...inTruth, ...inPrediction]).size;
  return union === 0 ? null : [...inTruth].filter((i) => inPrediction.has(i)).length / union;
}

/** Is the pixel within d (chessboard) of another label or of the outside? By looking at all of it. */
export function slowInBand(
  labels: LabelRaster,
  width: number,
  height: number,
  d: number,
  x: number,
  y: number,
): boolean {
  for (let v = y - d; v <= y + d; v++) {
    for (let u = x - d; u <= x + d; u++) {
      const inside = u >= 0 && v >= 0 && u < width && v < height;
      if (!inside || labels[v * width + u] !== labels[y * width + x]) return true;
    }
  }
  return false;
}
