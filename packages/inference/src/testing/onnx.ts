/** A small ONNX writer for tests: protobuf fields as nested arrays. */
type Value = number | string | Uint8Array | Fields;
export type Fields = readonly (readonly [number: number, value: Value])[];

export function encode(message: Fields): Buffer {
  return Buffer.concat(
    message.flatMap(([number, value]) => {
      if (typeof value === "number") return [varint(number * 8), varint(value)];
      const body =
        typeof value === "string"
          ? Buffer.from(value)
          : value instanceof Uint8Array
            ? value
            : encode(value);
      return [varint(number * 8 + 2), varint(body.length), body];
    }),
  );
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}

export const FLOAT = 1;
export const INT64 = 7;
const BOOL = 9;

export function tensor(
  name: string,
  type: number,
  dims: readonly number[],
  values: readonly number[],
): Fields {
  const raw =
    type === FLOAT
      ? new Uint8Array(Float32Array.from(values).buffer)
      : type === INT64
        ? new Uint8Array(BigInt64Array.from(values, BigInt).buffer)
        : Uint8Array.from(values);
  return [...dims.map((dim) => [1, dim] as const), [2, type], [8, name], [9, raw]];
}

export function value(name: string, type: number, dims: readonly (number | string)[]): Fields {
  const shape = dims.map((dim) => [1, typeof dim === "number" ? [[1, dim]] : [[2, dim]]] as const);
  return [
    [1, name],
    [
      2,
      [
        [
          1,
          [
            [1, type],
            [2, shape],
          ],
        ],
      ],
    ],
  ] as Fields;
}

export function node(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: readonly Fields[] = [],
  domain = "",
): Fields {
  return [
    ...inputs.map((name) => [1, name] as const),
    ...outputs.map((name) => [2, name] as const),
    [4, operator],
    ...attributes.map((attribute) => [5, attribute] as const),
    ...(domain ? [[7, domain] as const] : []),
  ];
}

export interface Graph {
  readonly nodes: readonly Fields[];
  readonly weights?: readonly Fields[];
  readonly inputs: readonly Fields[];
  readonly outputs: readonly Fields[];
}

export const graph = ({ nodes, weights = [], inputs, outputs }: Graph): Fields => [
  ...nodes.map((one) => [1, one] as const),
  [2, "g"],
  ...weights.map((one) => [5, one] as const),
  ...inputs.map((one) => [11, one] as const),
  ...outputs.map((one) => [12, one] as const),
];

export const model = (content: Graph, extra: Fields = []): Buffer =>
  encode([
    [1, 8],
    [7, graph(content)],
    [
      8,
      [
        [1, ""],
        [2, 17],
      ],
    ],
    ...extra,
  ]);

const INPUT = (h: number | string, w: number | string) => value("x", FLOAT, ["n", 3, h, w]);

/** A 1x1 convolution from 3 channels to `weights.length / 3` logits. */
export function convolution(weights: readonly number[], size: number | string = 8): Buffer {
  const classes = weights.length / 3;
  return model({
    nodes: [node("Conv", ["x", "w"], ["y"])],
    weights: [tensor("w", FLOAT, [classes, 3, 1, 1], weights)],
    inputs: [INPUT(size, size)],
    outputs: [value("y", FLOAT, ["n", classes, size, size])],
  });
}

/** Puts out the logits of `convolution` divided by zero. */
export function dividing(): Buffer {
  return model({
    nodes: [node("Sub", ["x", "x"], ["zero"]), node("Div", ["zero", "zero"], ["y"])],
    inputs: [INPUT(8, 8)],
    outputs: [value("y", FLOAT, ["n", 3, 8, 8])],
  });
}

/** Asks for a tensor of so many bytes and adds it up. */
export function allocating(bytes: number): Buffer {
  const count = bytes / 4;
  return model({
    nodes: [
      // Depends on the input, so that it can't be folded when the model is loaded.
      node(
        "ReduceMean",
        ["x"],
        ["mean"],
        [
          [
            [1, "keepdims"],
            [3, 0],
            [20, 2],
          ],
        ],
      ),
      node("Expand", ["mean", "shape"], ["big"]),
      node("Exp", ["big"], ["bigger"]),
      node(
        "ReduceMax",
        ["bigger"],
        ["most"],
        [
          [
            [1, "keepdims"],
            [3, 0],
            [20, 2],
          ],
        ],
      ),
      node("Add", ["x", "most"], ["y"]),
    ],
    weights: [tensor("shape", INT64, [1], [count])],
    inputs: [INPUT(8, 8)],
    outputs: [value("y", FLOAT, ["n", 3, 8, 8])],
  });
}

/** Loops 2^62 times. */
export function endless(): Buffer {
  const body = graph({
    nodes: [node("Identity", ["go"], ["goOn"]), node("Exp", ["state"], ["next"])],
    inputs: [
      value("i", INT64, []),
      value("go", BOOL, []),
      value("state", FLOAT, ["a", "b", "c", "d"]),
    ],
    outputs: [value("goOn", BOOL, []), value("next", FLOAT, ["a", "b", "c", "d"])],
  });
  return model({
    nodes: [
      node(
        "Loop",
        ["times", "true", "x"],
        ["y"],
        [
          [
            [1, "body"],
            [6, body],
            [20, 5],
          ],
        ],
      ),
    ],
    weights: [tensor("times", INT64, [], [2 ** 62]), tensor("true", BOOL, [], [1])],
    inputs: [INPUT(8, 8)],
    outputs: [value("y", FLOAT, ["n", 3, 8, 8])],
  });
}
