/**
 * How a parameter lies in memory here and in PyTorch's checkpoints.
 * `conv`: [h, w, in, out] here, [out, in, h, w] there. `linear`: [in, out] here, [out, in] there.
 * `conv1d`: [in, out] here, [out, in, 1] there (a convolution of width one). `plain`: the same.
 */
export type Layout = "conv" | "linear" | "conv1d" | "plain";

/** Shape in a PyTorch checkpoint of a parameter that has `shape` here. */
export function torchShape(shape: readonly number[], layout: Layout): number[] {
  if (layout === "plain") return [...shape];
  const [out, inner] = [shape.at(-1)!, shape.at(-2)!];
  if (layout === "conv") return [out, inner, shape[0]!, shape[1]!];
  return layout === "linear" ? [out, inner] : [out, inner, 1];
}

/** Swaps rows and columns of a row-major matrix. */
function transpose(data: ArrayLike<number>, rows: number, columns: number): Float32Array {
  const out = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) out[c * rows + r] = data[r * columns + c]!;
  return out;
}

/** [a, b, c] to [c, b, a], row-major. */
function reverse(data: ArrayLike<number>, a: number, b: number, c: number): Float32Array {
  const out = new Float32Array(a * b * c);
  for (let i = 0; i < a; i++)
    for (let j = 0; j < b; j++)
      for (let k = 0; k < c; k++) out[(k * b + j) * a + i] = data[(i * b + j) * c + k]!;
  return out;
}

/** Values in PyTorch's order from values in ours; `shape` is ours. */
export function toTorch(
  data: ArrayLike<number>,
  shape: readonly number[],
  layout: Layout,
): Float32Array {
  if (layout === "plain") return Float32Array.from(data);
  const [inner, out] = [shape.at(-2)!, shape.at(-1)!];
  return reverse(data, layout === "conv" ? shape[0]! * shape[1]! : 1, inner, out);
}

/** Values in our order from values in PyTorch's; `shape` is ours. */
export function fromTorch(
  data: ArrayLike<number>,
  shape: readonly number[],
  layout: Layout,
): Float32Array {
  if (layout === "plain") return Float32Array.from(data);
  const [inner, out] = [shape.at(-2)!, shape.at(-1)!];
  if (layout !== "conv") return transpose(data, out, inner);
  return reverse(data, out, inner, shape[0]! * shape[1]!);
}
