import { expect, it } from "vitest";
import { growForest, predictForest, type Samples } from "./forest.ts";
import { seededRandom } from "./random.ts";

const OPTIONS = { trees: 8, maxDepth: 8, minLeaf: 2, tries: 12 };

/** Two features of which neither alone tells the class: inside of exactly one of two bands. */
function chessboard(rows: number, seed: number): Samples {
  const random = seededRandom(seed);
  const features = new Uint8ClampedArray(2 * rows);
  const targets = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    features[row] = 256 * random();
    features[rows + row] = 256 * random();
    targets[row] = Number(features[row]! > 127) ^ Number(features[rows + row]! > 127);
  }
  return { features, targets, classes: 2 };
}

it("learns what no single feature tells, and predicts unseen samples", () => {
  const forest = growForest(chessboard(2_000, 1), OPTIONS, seededRandom(2));
  const unseen = chessboard(900, 3);
  const grid = { width: 30, height: 30, count: 2, data: unseen.features };
  const [zero, one] = predictForest(forest, grid);
  let right = 0;
  for (const [row, target] of unseen.targets.entries()) {
    expect(zero!.data[row]! + one!.data[row]!).toBeCloseTo(1, 5);
    if ((one!.data[row]! > 0.5 ? 1 : 0) === target) right++;
  }
  expect(right / 900).toBeGreaterThan(0.93);
});

it("is the same for the same seed and differs for another one", () => {
  const samples = chessboard(300, 1);
  const grow = (seed: number) => growForest(samples, OPTIONS, seededRandom(seed));
  expect(grow(5)).toEqual(grow(5));
  expect(grow(5)).not.toEqual(grow(6));
});

it("keeps the limits on depth and leaf size", () => {
  const stump = growForest(chessboard(300, 1), { ...OPTIONS, maxDepth: 1 }, seededRandom(1));
  expect(stump.feature.length).toBeLessThanOrEqual(3 * OPTIONS.trees);
  const whole = growForest(chessboard(300, 1), { ...OPTIONS, minLeaf: 200 }, seededRandom(1));
  expect(whole.feature).toEqual(new Int16Array(OPTIONS.trees).fill(-1));
});
