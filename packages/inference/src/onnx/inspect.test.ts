import { MaskboardError } from "@maskboard/contracts";
import { expect, test } from "vitest";
import {
  convolution,
  encode,
  type Fields,
  FLOAT,
  graph,
  model,
  node,
  tensor,
  value,
} from "../testing/onnx.ts";
import { inspectOnnx } from "./index.ts";

const x = value("x", FLOAT, ["n", 3, 4, 4]);
const y = value("y", FLOAT, ["n", 3, 4, 4]);
const identity = node("Identity", ["x"], ["y"]);
const simple = { nodes: [identity], inputs: [x], outputs: [y] };

const nested = (depth: number): Fields =>
  depth === 0
    ? node("Identity", ["x"], ["y"])
    : node(
        "If",
        ["c"],
        ["y"],
        [
          [
            [1, "then_branch"],
            [6, graph({ nodes: [nested(depth - 1)], inputs: [], outputs: [] })],
          ],
        ],
      );

test("tells opset, weights, input and outputs", () => {
  expect(inspectOnnx(convolution([1, 2, 3], 16))).toEqual({
    opset: 17,
    nodes: 1,
    parameters: 3,
    input: { name: "x", type: FLOAT, dims: [null, 3, 16, 16] },
    outputs: [{ name: "y", type: FLOAT, dims: [null, 1, 16, 16] }],
  });
});

test("weights that are listed among the inputs, as old exporters do, are no inputs", () => {
  const weight = value("w", FLOAT, [1]);
  const bytes = model({ ...simple, weights: [tensor("w", FLOAT, [1], [1])], inputs: [weight, x] });
  expect(inspectOnnx(bytes).input.name).toBe("x");
});

const elsewhere: Fields = [
  [1, 1],
  [2, FLOAT],
  [8, "w"],
  [
    13,
    [
      [1, "location"],
      [2, "../../etc/passwd"],
    ],
  ],
  [14, 1],
];

test.each<[string, Buffer, string]>([
  ["weights in another file", model({ ...simple, weights: [elsewhere] }), "model_external_data"],
  [
    "such weights within an attribute of a nested graph",
    model({
      ...simple,
      nodes: [
        node(
          "If",
          ["x"],
          ["y"],
          [[[6, graph({ ...simple, nodes: [node("Constant", [], ["y"], [[[5, elsewhere]]])] })]]],
        ),
      ],
    }),
    "model_external_data",
  ],
  [
    "an operator of another domain",
    model({ ...simple, nodes: [node("Inverse", ["x"], ["y"], [], "com.microsoft")] }),
    "model_operator",
  ],
  ["functions", model(simple, [[25, [[1, "f"]]]]), "model_operator"],
  ["training steps", model(simple, [[20, [[1, ""]]]]), "model_operator"],
  [
    "sparse weights",
    encode([
      [1, 8],
      [7, [...graph(simple), [15, [[1, ""]]]]],
      [8, [[2, 17]]],
    ]),
    "model_invalid",
  ],
  [
    "more weights than it holds",
    model({ ...simple, weights: [tensor("w", FLOAT, [2 ** 20, 2 ** 20], [1])] }),
    "model_invalid",
  ],
  ["graphs nested without end", model({ ...simple, nodes: [nested(40)] }), "model_invalid"],
  ["two inputs", model({ ...simple, inputs: [x, value("z", FLOAT, [1])] }), "model_shape"],
  ["no input", model({ ...simple, inputs: [] }), "model_shape"],
  ["no output", model({ ...simple, outputs: [] }), "model_shape"],
  ["no graph", encode([[1, 8]]), "model_invalid"],
  [
    "an opset from the future",
    encode([
      [1, 8],
      [7, graph(simple)],
      [8, [[2, 99]]],
    ]),
    "model_invalid",
  ],
  ["nothing", Buffer.alloc(0), "model_invalid"],
  ["something else", Buffer.from("PNG, say, or text"), "model_invalid"],
])("refuses %s", (_, bytes, code) => {
  expect(() => inspectOnnx(bytes)).toThrow(expect.objectContaining({ code }));
});

test("whatever its end is cut off at, it is refused and nothing else happens", () => {
  const bytes = convolution([1, 2, 3, 4, 5, 6]);
  for (let length = 0; length < bytes.length; length++) {
    try {
      inspectOnnx(bytes.subarray(0, length));
    } catch (error) {
      expect(error).toBeInstanceOf(MaskboardError);
    }
  }
  expect(() => inspectOnnx(bytes.subarray(0, bytes.length / 2))).toThrow(MaskboardError);
});
