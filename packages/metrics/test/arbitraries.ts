import fc from "fast-check";
import type { LabelRaster } from "../src/index.ts";

export interface Scene {
  readonly ids: number[];
  readonly voidId: number | null;
  readonly truth: LabelRaster;
  readonly prediction: LabelRaster;
}

interface Run {
  readonly pick: number;
  readonly length: number;
}

/** Long runs as in masks, single pixels as in noise, and both mixed. */
const runs = fc.array(
  fc.record({
    pick: fc.nat(1000),
    length: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 9 }), fc.nat(120)),
  }),
  { maxLength: 60 },
);

function paint(runs: Run[], labels: number[], pixels: number): number[] {
  const painted = runs.flatMap(({ pick, length }) =>
    new Array<number>(length).fill(labels[pick % labels.length]!),
  );
  return Array.from({ length: pixels }, (_, i) => painted[i] ?? labels[0]!);
}

/**
 * A class list and two rasters: truth of classes and void, prediction of any label. The rasters
 * have 8 or 16 bits and may start in the middle of a word of their buffer.
 */
export const scenes: fc.Arbitrary<Scene> = fc
  .record({
    wide: fc.boolean(),
    hasVoid: fc.boolean(),
    shift: fc.nat(3),
    pixels: fc.nat(700),
    truthRuns: runs,
    predictionRuns: runs,
  })
  .chain((shape) => {
    const label = fc.nat(shape.wide ? 65535 : 255);
    return fc
      .record({
        distinct: fc.uniqueArray(label, { minLength: 2, maxLength: 9 }),
        strange: fc.array(label, { maxLength: 3 }),
      })
      .map(({ distinct, strange }) => {
        const voidId = shape.hasVoid ? distinct[0]! : null;
        const ids = shape.hasVoid ? distinct.slice(1) : distinct;
        const raster = (values: number[], offset: number) => {
          const Raster = shape.wide ? Uint16Array : Uint8Array;
          const whole = new Raster(values.length + offset);
          whole.set(values, offset);
          return whole.subarray(offset);
        };
        const truth = paint(shape.truthRuns, distinct, shape.pixels);
        const prediction = paint(shape.predictionRuns, [...distinct, ...strange], shape.pixels);
        return {
          ids,
          voidId,
          truth: raster(truth, shape.shift),
          prediction: raster(prediction, 3 - shape.shift),
        };
      });
  });

/** The matrix's cells by labels, as `slowConfusion` gives them. */
export function cellsOf(ids: readonly number[], counts: Float64Array): Map<string, number> {
  const cells = new Map<string, number>();
  for (const [index, count] of counts.entries()) {
    if (count === 0) continue;
    const t = ids[Math.floor(index / (ids.length + 1))];
    const p = ids[index % (ids.length + 1)] ?? "other";
    cells.set(`${t},${p}`, count);
  }
  return cells;
}
