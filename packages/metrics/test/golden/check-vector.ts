import { expect } from "vitest";
import { conventions, uncheckedValues } from "./conventions.ts";
import { type Nested, numbersIn, type Vector } from "./vector.ts";

/** Every expected value of the vector is compared, but for those listed with a reason. */
export function checkVector(vector: Vector): void {
  const convention = conventions[vector.function];
  if (!convention) throw new Error(`No convention for ${vector.function}.`);
  const measured = convention(vector);
  const unchecked = uncheckedValues[vector.function] ?? {};
  const compared = Object.keys(vector.expected).filter((key) => !(key in unchecked));
  expect(compared.length).toBeGreaterThan(0);
  for (const key of compared) {
    expect(measured, `${vector.id} measures ${key}`).toHaveProperty([key]);
    expectClose(measured[key] as Nested, numbersIn(vector.expected[key]), vector.tolerance, key);
  }
}

function expectClose(actual: Nested, expected: Nested, tolerance: number, where: string): void {
  if (typeof expected === "number") {
    if (Number.isNaN(expected)) expect(actual, where).toBeNaN();
    else expect(Math.abs((actual as number) - expected), where).toBeLessThanOrEqual(tolerance);
    return;
  }
  expect(actual, where).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) {
    expectClose((actual as readonly Nested[])[i]!, value, tolerance, `${where}[${i}]`);
  }
}
