import { expect, it } from "vitest";
import { FeatureWriter, pickPixels } from "./feature-grid.ts";
import { newPlane } from "./planes.ts";

const plane = newPlane(3, 2);
plane.data.set([1, 2, 3, 4, 5, 6]);

it("writes features plane by plane, and looks a step away with edges that repeat", () => {
  const writer = new FeatureWriter(3, 2, 3);
  writer.plane(plane, 10, 1);
  writer.shifted(plane, [1, 1], 1);
  writer.shifted(plane, [-1, 0], 1, 1, 100);
  const grid = writer.finish();
  expect(grid.count).toBe(3);
  expect([...grid.data]).toEqual([
    ...[11, 21, 31, 41, 51, 61],
    ...[5, 6, 6, 5, 6, 6],
    ...[100, 99, 99, 100, 99, 99],
  ]);
  expect([...pickPixels(grid, [5, 0])]).toEqual([61, 11, 6, 5, 99, 100]);
});

it("refuses to finish before all announced features are there", () => {
  const writer = new FeatureWriter(3, 2, 2);
  writer.plane(plane, 1);
  expect(() => writer.finish()).toThrow("features are missing");
});
