import { countConfusion, createClassIndex, packLabels } from "@maskboard/metrics";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PairCounter } from "./pair-counter.ts";

const color = "#000000";
const classes = [4, 0, 9].map((id) => ({ id, name: `class ${id}`, color }));
const label = fc.constantFrom(0, 4, 9, 7);
const predicted = fc.oneof({ weight: 9, arbitrary: label }, fc.constantFrom(1, 255));

describe("PairCounter", () => {
  test("gives the matrix of the definition and finds every unknown label", () => {
    const pairs = fc.array(fc.tuple(label, predicted, fc.integer({ min: 1, max: 30 })), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(pairs, (runs) => {
        const of = (side: 0 | 1) =>
          Uint8Array.from(runs.flatMap((run) => new Array<number>(run[2]).fill(run[side])));
        const [truth, prediction] = [of(0), of(1)];
        const { matrix, unknown } = new PairCounter({ classes, void: 7 }).count(truth, prediction);
        expect(matrix).toEqual(countConfusion(createClassIndex([4, 0, 9], 7), truth, prediction));
        expect(unknown).toBe(prediction.filter((value) => value === 1 || value === 255).length);
        const packed = new PairCounter({ classes, void: 7 }).count(packLabels(truth), prediction);
        expect(packed).toEqual({ matrix, unknown });
      }),
    );
  });

  test("without void, the void id of others is an unknown label", () => {
    const counter = new PairCounter({ classes });
    const { matrix, unknown } = counter.count(Uint8Array.of(0, 0, 4), Uint8Array.of(0, 7, 4));
    expect(unknown).toBe(1);
    expect(Array.from(matrix.counts)).toEqual([1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0]);
  });
});
