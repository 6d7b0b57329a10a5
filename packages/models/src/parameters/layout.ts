/**
 * How a parameter lies in memory here and in PyTorch's checkpoints.
 * `conv`: [h, w, in, out] here, [out, in, h, w] there (and [h, w, out, in] here, [in, out, h, w]
 * there for transposed ones). `depthwise`: [h, w, c, 1] here, [c, 1, h, w] there.
 * `conv1d`: [in, out] here, [out, in, 1] there (a convolution of width one). `linear`: [in, out]
 * here, [out, in] there. `plain`: the same.
 */
export type Layout = "conv" | "depthwise" | "conv1d" | "linear" | "plain";

/** Shape in a PyTorch checkpoint of a parameter that has `shape` here. */
export function torchShape(shape: readonly number[], layout: Layout): number[] {
  if (layout === "plain") return [...shape];
  const [out, inner] = [shape.at(-1)!, shape.at(-2)!];
  if (layout === "depthwise") return [inner, 1, shape[0]!, shape[1]!];
  if (layout === "linear") return [out, inner];
  if (layout === "conv") return [out, inner, shape[0]!, shape[1]!];
  return [out, inner, 1];
}

/** [a, b, c] to [c, b, a], row-major. */
function reverse(data: ArrayLike<number>, a: number, b: number, c: number): Float32Array {
  const out = new Float32Array(a * b * c);
  for (let i = 0; i < a; i++)
    for (let j = 0; j < b; j++)
      for (let k = 0; k < c; k++) out[(k * b + j) * a + i] = data[(i * b + j) * c + k]!;
  return out;
}

/**
 * The three axes that the two orders have the other way round: pixels of a filter (one where the
 * width is one), inputs, outputs.
 */
function axes(shape: readonly number[], layout: Layout): [number, number, number] {
  const [inner, out] = [shape.at(-2)!, shape.at(-1)!];
  const area = layout === "conv" || layout === "depthwise" ? shape[0]! * shape[1]! : 1;
  return layout === "depthwise" ? [area, 1, inner] : [area, inner, out];
}

/** Values in PyTorch's order from values in ours; `shape` is ours. */
export function toTorch(
  data: ArrayLike<number>,
  shape: readonly number[],
  layout: Layout,
): Float32Array {
  if (layout === "plain") return Float32Array.from(data);
  return reverse(data, ...axes(shape, layout));
}

/** Values in our order from values in PyTorch's; `shape` is ours. */
export function fromTorch(
  data: ArrayLike<number>,
  shape: readonly number[],
  layout: Layout,
): Float32Array {
  if (layout === "plain") return Float32Array.from(data);
  const [area, inner, out] = axes(shape, layout);
  return reverse(data, out, inner, area);
}
