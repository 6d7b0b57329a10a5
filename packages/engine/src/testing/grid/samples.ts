import { bool, type Case, f, int } from "./case.ts";

/* What the grids of kernels that rearrange values share. */

export const x4 = { x: f([2, 3, 4, 5]) };
export const whole = { x: int([3, 4], 9) };
export const flags = { x: bool([3, 4]) };
export const none = { x: f([0, 3]) };
/** Cases that are alike but for an attribute. */
export const each = <T>(
  inputs: Case["inputs"],
  list: readonly T[],
  attrs: (value: T) => object,
): Case[] => list.map((value) => ({ inputs, attrs: attrs(value) }));
/** A case without a gradient. */
export const flat = (inputs: Case["inputs"], attrs: object): Case => ({
  inputs,
  attrs,
  gradient: null,
});
