import type { Builder } from "./builder.ts";
import {
  identity,
  isIdentity,
  onesFirst,
  type Perm,
  permute,
  type Shape,
  sameBytes,
  size,
} from "./layout.ts";
import type { GraphType } from "./node.ts";
import type { Value } from "./value.ts";

interface Aligned {
  /** ONNX values that broadcast against one another. */
  readonly names: string[];
  /** The result of an elementwise operator over them. */
  result(name: string, dtype: GraphType): Value;
}

/** Values with fewer elements are not worth a reshape. */
const LARGE = 4096;

/**
 * Brings the operands of an elementwise operator into one layout: the one that moves the fewest
 * elements. Between equals the layout that a convolution chose wins over the one a program wrote,
 * so that filters and their optimizer slots settle in it.
 */
export function align(b: Builder, inputs: readonly Value[], shape: Shape): Aligned {
  const operands = inputs.map((v) => extend(v, shape.length));
  const stored = operands.filter((v) => v.physical.length > 0);
  const best = bestLayout(
    stored.map((v) => ({ dims: v.dims, perm: v.perm })),
    shape.length,
  );
  const perm = shape[best.at(-1)!] === 1 && size(shape) >= LARGE ? onesFirst(best, shape) : best;
  const dims = shape.map((_, axis) => Math.max(...operands.map((v) => v.dims[axis]!)));
  // One operand of full rank is enough: ONNX adds the leading axes of the others.
  const full = operands.some((v) => v.physical.length === shape.length);
  const names = operands.map((v) => {
    if (v.physical.length === 0) return v.name;
    const trimmed = v.physical.length < shape.length;
    const target = permute(v.dims, perm);
    const leading = target.length - v.physical.length;
    const fits = target.slice(0, leading).every((length) => length === 1);
    if (trimmed && full && fits && sameBytes(v.dims, v.perm, perm)) {
      if (v.physical.every((length, i) => length === target[leading + i])) return v.name;
    }
    return b.stored(v, perm);
  });
  const physical = stored.length === 0 ? [] : permute(dims, perm);
  return {
    names,
    result: (name, dtype) => ({ name, dtype, shape, dims, perm, physical }),
  };
}

/** The layout, among those of the operands, that costs the fewest moved elements. */
export function bestLayout(operands: readonly { dims: Shape; perm: Perm }[], rank: number): Perm {
  let best: Perm = identity(rank);
  let least = Number.POSITIVE_INFINITY;
  for (const { perm } of operands) {
    let cost = 0;
    for (const other of operands)
      if (!sameBytes(other.dims, other.perm, perm)) cost += size(other.dims);
    if (cost < least || (cost === least && isIdentity(best))) {
      least = cost;
      best = perm;
    }
  }
  return best;
}

/** The value with leading axes of length one, as NumPy broadcasting adds them. */
function extend(v: Value, rank: number): Value {
  const more = rank - v.shape.length;
  if (more === 0) return v;
  const ones = new Array<number>(more).fill(1);
  return {
    ...v,
    shape: [...ones, ...v.shape],
    dims: [...ones, ...v.dims],
    perm: [...identity(more), ...v.perm.map((axis) => axis + more)],
  };
}
