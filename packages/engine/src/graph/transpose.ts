import type { Builder } from "./builder.ts";
import { isIdentity, type Perm, permute, type Shape, size } from "./layout.ts";

/** An axis of at most so many entries is woven into another one part by part. */
const THIN = 4;
/** Shorter rows than this gain nothing. */
const LONG = 8;
const WORTHWHILE = 2 ** 14;

/**
 * ONNX operators that bring an array of shape `from` into the order of axes `perm`. ONNX Runtime
 * moves whole rows fast but single elements slowly. Where a thin axis goes last, as in the shuffle
 * of sub-pixels, or comes from there, its parts are joined or cut instead: five times faster.
 */
export function transpose(b: Builder, name: string, from: Shape, perm: Perm): string {
  if (isIdentity(perm)) return name;
  const last = from.length - 1;
  const end = perm[last]!;
  if (b.portable || end === last || size(from) < WORTHWHILE)
    return b.op("Transpose", [name], { perm });
  const thin = (axis: number): boolean => from[axis]! > 1 && from[axis]! <= THIN;
  const long = (axis: number): boolean => from[axis]! >= LONG;
  if (thin(end) && long(last)) return woven(b, name, from, perm);
  if (thin(last) && long(end)) return parted(b, name, from, perm);
  return b.op("Transpose", [name], { perm });
}

const without = (list: readonly number[], at: number): number[] => list.filter((_, i) => i !== at);

/** The numbers of the axes in `perm` once the axis `gone` is not counted any more. */
const renumbered = (perm: Perm, gone: number): number[] =>
  perm.filter((axis) => axis !== gone).map((axis) => (axis > gone ? axis - 1 : axis));

function parts(b: Builder, name: string, from: Shape, axis: number): string[] {
  const ones = new Array<number>(from[axis]!).fill(1);
  return b.ops("Split", [name, b.ints(ones)], { axis }, ones.length);
}

/** A thin axis goes last: its parts are joined element by element, then whole rows move. */
function woven(b: Builder, name: string, from: Shape, perm: Perm): string {
  const axis = perm.at(-1)!;
  const rest = without(from, axis);
  const columns = parts(b, name, from, axis).map((part) =>
    b.op("Reshape", [part, b.ints([...rest, 1])]),
  );
  const joined = b.op("Concat", columns, { axis: rest.length });
  return transpose(b, joined, [...rest, from[axis]!], [...renumbered(perm, axis), rest.length]);
}

/** A thin axis leaves the last place: its parts are cut out, rows of each moved, and joined. */
function parted(b: Builder, name: string, from: Shape, perm: Perm): string {
  const axis = from.length - 1;
  const rest = without(from, axis);
  const order = renumbered(perm, axis);
  const at = perm.indexOf(axis);
  const moved = permute(rest, order);
  const target = [...moved.slice(0, at), 1, ...moved.slice(at)];
  const rows = parts(b, name, from, axis).map((part) => {
    const flat = b.op("Reshape", [part, b.ints(rest)]);
    return b.op("Reshape", [transpose(b, flat, rest, order), b.ints(target)]);
  });
  return b.op("Concat", rows, { axis: at });
}
