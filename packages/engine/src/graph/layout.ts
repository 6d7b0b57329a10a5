/**
 * Physical layouts. A tensor of logical shape `s` is stored as the row-major array of shape
 * `perm.map(a => s[a])`: physical axis i holds logical axis `perm[i]`.
 */

export type Perm = readonly number[];
export type Shape = readonly number[];

export const identity = (rank: number): number[] => Array.from({ length: rank }, (_, i) => i);
export const isIdentity = (perm: Perm): boolean => perm.every((axis, i) => axis === i);
export const permute = (shape: Shape, perm: Perm): number[] => perm.map((axis) => shape[axis]!);
export const size = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);
export const same = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/** NHWC tensors are held as NCHW, HWIO filters as OIHW: what ONNX convolutions take. */
export const NCHW: Perm = [0, 3, 1, 2];
export const OIHW: Perm = [3, 2, 0, 1];
/** What filters of blocked convolutions are cut from, and what their gradient comes as. */
export const OHWI: Perm = [3, 0, 1, 2];

/** The layout in which weights of a shape are used where blocks have so many channels. */
export type WeightsLayout = (shape: Shape, block: number) => Perm;

/** The layout in which filters [kh, kw, I, O] are held where blocks have `block` channels (0: there are none). */
export const filterLayout: WeightsLayout = (filter, block) =>
  block > 0 && filter[2]! % block === 0 ? OHWI : OIHW;

/** The axes longer than one, in physical order: two layouts with the same one hold the same bytes. */
const order = (shape: Shape, perm: Perm): number[] => perm.filter((axis) => shape[axis] !== 1);
export const sameBytes = (shape: Shape, a: Perm, b: Perm): boolean =>
  same(order(shape, a), order(shape, b));

/** Runs of axes of `from` and of `to` with equal products, axes of length one left out. */
function groups(from: Shape, to: Shape): { from: number[]; to: number[] }[] {
  const a = identity(from.length).filter((i) => from[i] !== 1);
  const b = identity(to.length).filter((i) => to[i] !== 1);
  const found: { from: number[]; to: number[] }[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const group = { from: [a[i]!], to: [b[j]!] };
    let left = from[a[i++]!]!;
    let right = to[b[j++]!]!;
    while (left !== right) {
      if (left < right) {
        left *= from[a[i]!]!;
        group.from.push(a[i++]!);
      } else {
        right *= to[b[j]!]!;
        group.to.push(b[j++]!);
      }
    }
    found.push(group);
  }
  return found;
}

/**
 * How to reshape a stored tensor: bring it into layout `before` (mostly the one it has), read the
 * bytes as shape `to`, and they are in layout `after`. Axes that merge or split must lie side by
 * side in order; whole groups keep the physical order of their first axis.
 */
export function reshapeLayout(from: Shape, perm: Perm, to: Shape): { before: Perm; after: Perm } {
  const position = (axis: number): number => perm.indexOf(axis);
  const sorted = groups(from, to)
    .map((group) => ({ ...group, at: Math.min(...group.from.map(position)) }))
    .sort((a, b) => a.at - b.at);
  const before = withOnes(
    sorted.flatMap((group) => group.from),
    from,
  );
  return {
    before: sameBytes(from, before, perm) ? perm : before,
    after: withOnes(
      sorted.flatMap((group) => group.to),
      to,
    ),
  };
}

/** Puts each axis of length one behind its logical neighbour. */
function withOnes(axes: readonly number[], shape: Shape): number[] {
  const out = [...axes];
  for (const [axis, length] of shape.entries())
    if (length === 1) out.splice(axis === 0 ? 0 : out.indexOf(axis - 1) + 1, 0, axis);
  return out;
}

/**
 * Axes of length one first, the bytes as they are. With such axes last, ONNX Runtime broadcasts a
 * number to a tensor element by element, ten times slower: filters of one pixel, held as [O, I, 1, 1].
 */
export const onesFirst = (perm: Perm, shape: Shape): Perm => [
  ...perm.filter((axis) => shape[axis] === 1),
  ...perm.filter((axis) => shape[axis] !== 1),
];

/** Copies row-major `data` of a logical shape into layout `perm`. */
export const laidOut = <T extends Float32Array | Int32Array | Uint8Array>(
  data: T,
  shape: Shape,
  perm: Perm,
): T =>
  unpermute(
    data,
    permute(shape, perm),
    identity(shape.length).map((axis) => perm.indexOf(axis)),
  );

/** Copies `data`, stored in layout `perm`, into row-major logical order. */
export function unpermute<T extends Float32Array | Int32Array | Uint8Array>(
  data: T,
  shape: Shape,
  perm: Perm,
): T {
  if (sameBytes(shape, perm, identity(shape.length))) return data.slice() as T;
  const out = new (data.constructor as new (n: number) => T)(data.length);
  // Stride of each logical axis in the output, walked in the physical order of the input.
  const strides = new Array<number>(shape.length).fill(1);
  for (let i = shape.length - 2; i >= 0; i--) strides[i] = strides[i + 1]! * shape[i + 1]!;
  const dims = permute(shape, perm);
  const steps = permute(strides, perm);
  const rank = dims.length;
  const index = new Array<number>(rank).fill(0);
  const last = dims[rank - 1]!;
  const step = steps[rank - 1]!;
  for (let read = 0, write = 0; read < data.length; ) {
    for (let k = 0, w = write; k < last; k++, w += step) out[w] = data[read++]!;
    for (let axis = rank - 2; axis >= 0; axis--) {
      index[axis]!++;
      write += steps[axis]!;
      if (index[axis]! < dims[axis]!) break;
      write -= steps[axis]! * dims[axis]!;
      index[axis] = 0;
    }
  }
  return out;
}
