import sharp from "sharp";
import { expect, it } from "vitest";
import { lineChart, ticks } from "./line-chart.ts";

it("ticks are round and inside", () => {
  expect(ticks(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticks(0.13, 0.92)).toEqual([0.2, 0.4, 0.6, 0.8]);
  expect(ticks(-7, -1, 7)).toEqual([-7, -6, -5, -4, -3, -2, -1]);
});

it("draws where the values are, and only what is finite", async () => {
  const svg = lineChart({
    title: "Loss < 1 & falling",
    x: "rate",
    y: "loss",
    logX: true,
    series: [
      {
        name: "a",
        color: "#ff0000",
        points: [
          [1e-4, 1],
          [1e-3, Number.NaN],
          [1e-2, 0],
        ],
      },
    ],
    marks: [{ x: 1e-3, name: "steepest" }],
  });
  expect(svg).toContain('points="74.0,56.0 736.0,362.0"');
  expect(svg).not.toContain("NaN");
  const { data, info } = await sharp(Buffer.from(svg)).raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [
    ...data.subarray((y * info.width + x) * info.channels).subarray(0, 3),
  ];
  // The middle of the line is drawn in its colour.
  const [red, green] = at(405, 209);
  expect(red).toBeGreaterThan(200);
  expect(green).toBeLessThan(160);
});
