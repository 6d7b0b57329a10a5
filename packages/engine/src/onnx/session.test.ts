import { expect, test } from "vitest";
import { encodeModel } from "./model.ts";
import { makeTensor, Session } from "./session.ts";
import { withoutCopies } from "./stop.ts";

const options = { providers: ["cpu"], threads: 1 };
const value = (name: string, dims: (number | string)[]) =>
  ({ name, element: "float32", dims }) as const;

const scaled = (dims: (number | string)[]) =>
  encodeModel({
    opset: 18,
    nodes: [
      { op: "Mul", name: "scale", inputs: ["x", "two"], outputs: ["y"], attributes: {} },
      {
        op: "LeakyRelu",
        name: "leak",
        inputs: ["y"],
        outputs: ["z"],
        attributes: { alpha: { float: 0.5 } },
      },
      {
        op: "Transpose",
        name: "turn",
        inputs: ["z"],
        outputs: ["t"],
        attributes: { perm: [1, 0] },
      },
    ],
    initializers: [
      {
        name: "two",
        element: "float32",
        dims: [],
        raw: new Uint8Array(new Float32Array([2]).buffer),
      },
    ],
    inputs: [value("x", dims)],
    outputs: [value("t", [...dims].reverse())],
    metadata: { made: "by a test" },
  });

test("the native binding runs synchronously into memory that we own", () => {
  const session = new Session(scaled([2, 3]), options);
  const out = new Float32Array(6);
  session.run(
    { x: makeTensor("float32", Float32Array.of(1, -2, 3, -4, 5, -6), [2, 3]) },
    { t: makeTensor("float32", out, [3, 2]) },
  );
  session.dispose();
  expect([...out]).toEqual([2, -4, -2, 10, 6, -6]);
});

test("a symbolic dimension takes any size", () => {
  const session = new Session(scaled(["batch", 1]), options);
  const out = new Float32Array(3);
  session.run(
    { x: makeTensor("float32", Float32Array.of(1, 2, 3), [3, 1]) },
    { t: makeTensor("float32", out, [1, 3]) },
  );
  expect([...out]).toEqual([2, 4, 6]);
});

test("a model that ONNX Runtime refuses throws", () => {
  expect(() => new Session(new Uint8Array([1, 2, 3]), options)).toThrow();
});

test("outputs in given memory are not copied for a result that nobody reads", () => {
  const length = 2 ** 22;
  const model = encodeModel(
    withoutCopies({
      opset: 18,
      nodes: [{ op: "Neg", name: "negate", inputs: ["x"], outputs: ["y"], attributes: {} }],
      initializers: [],
      inputs: [value("x", [length])],
      outputs: [value("y", [length])],
    }),
  );
  const session = new Session(model, options);
  const [x, y] = [new Float32Array(length).fill(3), new Float32Array(length)];
  const before = process.memoryUsage().arrayBuffers;
  session.run({ x: makeTensor("float32", x, [length]) }, { y: makeTensor("float32", y, [length]) });
  const after = process.memoryUsage().arrayBuffers;
  session.dispose();
  expect(y.every((v) => v === -3)).toBe(true);
  expect(after - before).toBeLessThan(length);
});

test("an error of the run itself is thrown", () => {
  const nodes = [
    { op: "Gather", name: "pick", inputs: ["x", "i"], outputs: ["y"], attributes: { axis: 0 } },
  ];
  const index = {
    name: "i",
    element: "int32",
    dims: [1],
    raw: new Uint8Array([9, 0, 0, 0]),
  } as const;
  const [inputs, outputs] = [[value("x", [2])], [value("y", [1])]];
  const model = { opset: 18, nodes, initializers: [index], inputs, outputs };
  const session = new Session(encodeModel(withoutCopies(model)), options);
  const tensor = (length: number) => makeTensor("float32", new Float32Array(length), [length]);
  expect(() => session.run({ x: tensor(2) }, { y: tensor(1) })).toThrow(/pick/);
});
