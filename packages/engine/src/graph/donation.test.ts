import { expect, test } from "vitest";
import type { OnnxModel, OnnxNode } from "../onnx/model.ts";
import { findDonations } from "./donation.ts";

const node = (op: string, inputs: string[], output: string): OnnxNode => ({
  op,
  name: output,
  inputs,
  outputs: [output],
  attributes: {},
});

function model(nodes: OnnxNode[], outputs: Record<string, number[]>): OnnxModel {
  const value = (name: string, dims: readonly number[]) => ({
    name,
    element: "float32" as const,
    dims,
  });
  return {
    opset: 18,
    nodes,
    initializers: [],
    inputs: ["m", "w", "g"].map((name) => value(name, [4])),
    outputs: Object.entries(outputs).map(([name, dims]) => value(name, dims)),
  };
}

const adam = [
  node("Mul", ["m", "beta"], "decayed"),
  node("Mul", ["g", "rest"], "fresh"),
  node("Add", ["decayed", "fresh"], "m2"),
  node("Sub", ["w", "m2"], "w2"),
  node("Mul", ["w", "g"], "loss"),
];

test("a slot is written into the memory of the one before it", () => {
  const found = findDonations(model(adam, { m2: [4], w2: [4], loss: [4] }), new Set(["m", "w"]));
  // w has two readers, of which one may run after w2 is written.
  expect([...found]).toEqual([["m2", "m"]]);
});

test("nothing is overwritten that is still held, has another size, or is read under another shape", () => {
  expect(findDonations(model(adam, { m2: [4] }), new Set()).size).toBe(0);
  expect(findDonations(model(adam, { m2: [2, 2] }), new Set(["m"])).size).toBe(0);
  const aliased = [
    node("Reshape", ["m", "shape"], "r"),
    node("Neg", ["r"], "n"),
    node("Add", ["n", "r"], "m2"),
  ];
  expect(findDonations(model(aliased, { m2: [4] }), new Set(["m"])).size).toBe(0);
  // The only reader makes the output itself: it may still read while it writes.
  expect(findDonations(model([node("Neg", ["m"], "m2")], { m2: [4] }), new Set(["m"])).size).toBe(
    0,
  );
});
