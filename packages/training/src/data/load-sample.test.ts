import { expect, it } from "vitest";
import { toIndices, VOID } from "./load-sample.ts";

it("numbers classes by their place, everything else is void", () => {
  const color = "#000000";
  const classes = [7, 0, 3].map((id) => ({ id, name: String(id), color }));
  expect([...toIndices([0, 3, 7, 9, 65_535], { classes, void: 9 })]).toEqual([1, 2, 0, VOID, VOID]);
});
