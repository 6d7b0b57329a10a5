import { describe, expect, it } from "vitest";
import { xoshiro128, xoshiro128FromState } from "./random.ts";

describe("xoshiro128**", () => {
  it("gives the numbers of the authors' C code for the state 1, 2, 3, 4", () => {
    const next = xoshiro128FromState([1, 2, 3, 4]);
    expect(Array.from({ length: 8 }, next)).toEqual(REFERENCE);
  });

  it("repeats for a seed and differs between neighbouring seeds", () => {
    const draw = (seed: number) => Array.from({ length: 20 }, xoshiro128(seed));
    expect(draw(7)).toEqual(draw(7));
    expect(new Set([...draw(7), ...draw(8), ...draw(0)]).size).toBe(60);
  });
});

// xoshiro128starstar.c 1.1 of prng.di.unimi.it gives these; rand_xoshiro's tests hold the same.
const REFERENCE = [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849];
