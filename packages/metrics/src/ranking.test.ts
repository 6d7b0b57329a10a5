import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rankEntries, roundScore } from "./index.ts";

interface Row {
  team: string;
  iou: number;
  at: number;
}

const rules = { score: (r: Row) => r.iou, submittedAt: (r: Row) => r.at, digits: 4 };

function ranks(rows: Row[], options: Partial<Parameters<typeof rankEntries<Row>>[1]> = {}) {
  return rankEntries(rows, { ...rules, ...options }).map(({ rank, entry }) => [rank, entry.team]);
}

describe("rankEntries", () => {
  const rows = [
    { team: "d", iou: 0.5, at: 1 },
    { team: "b", iou: 0.80004, at: 9 },
    { team: "c", iou: 0.79996, at: 3 },
    { team: "a", iou: 0.9, at: 5 },
  ];

  it("shares ranks after rounding, lists the earlier first and skips the ranks after", () => {
    expect(ranks(rows)).toEqual([
      [1, "a"],
      [2, "c"],
      [2, "b"],
      [4, "d"],
    ]);
    expect(ranks(rows, { digits: 5 })).toEqual([
      [1, "a"],
      [2, "b"],
      [3, "c"],
      [4, "d"],
    ]);
  });

  it("ranks errors the other way", () => {
    expect(ranks(rows, { better: "lower" }).map(([, team]) => team)).toEqual(["d", "c", "b", "a"]);
  });

  it("gives one more than the number of strictly better entries", () => {
    const entries = fc.array(
      fc.record({
        team: fc.string(),
        iou: fc.double({ min: 0, max: 1, noNaN: true }),
        at: fc.nat(5),
      }),
    );
    fc.assert(
      fc.property(entries, (given) => {
        for (const { rank, score } of rankEntries(given, { ...rules, digits: 1 })) {
          const better = given.filter((row) => roundScore(row.iou, 1) > score).length;
          expect(rank).toBe(better + 1);
        }
      }),
    );
  });

  it("refuses what has no score", () => {
    expect(() => ranks([{ team: "x", iou: Number.NaN, at: 0 }])).toThrow(RangeError);
  });
});

describe("roundScore", () => {
  it("rounds the value that is there, and has no negative zero", () => {
    expect(roundScore(0.123456, 4)).toBe(0.1235);
    expect(roundScore(1.005, 2)).toBe(1);
    expect(roundScore(-0.00001, 2)).toBe(0);
  });
});
