import * as tf from "@tensorflow/tfjs-core";
import { beforeEach, describe, expect, test } from "vitest";
import { expectClose } from "../testing/compare.ts";
import { type Grid, isEmpty, make } from "../testing/grid/case.ts";
import { convolutions } from "../testing/grid/convolution.ts";
import { elementwise } from "../testing/grid/elementwise.ts";
import { parts } from "../testing/grid/parts.ts";
import { reductions } from "../testing/grid/reduction.ts";
import {
  type Call,
  differences,
  expectedGradients,
  forward,
  gradients,
  hasFloats,
  holdable,
  type Values,
} from "../testing/grid/run.ts";
import { shapes } from "../testing/grid/shape.ts";
import { spatials } from "../testing/grid/spatial.ts";
import { support } from "./index.ts";

const grids: Grid[] = [
  ...elementwise,
  ...reductions,
  ...shapes,
  ...parts,
  ...convolutions,
  ...spatials,
];

/** Kernels of the cpu backend that ran since the last look. */
let onCpu: string[] = [];
for (const config of tf.getKernelsForBackend("cpu")) {
  const { kernelFunc } = config;
  config.kernelFunc = (params) => {
    onCpu.push(config.kernelName);
    return kernelFunc(params);
  };
}

async function on<T>(backend: "cpu" | "onnx", run: () => T): Promise<T> {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  onCpu = [];
  const result = run();
  expect(tf.memory().numTensors, `tensors left behind on ${backend}`).toBe(before);
  return result;
}

beforeEach(() => tf.setBackend("onnx"));

const label = ({ one: { inputs, attrs }, asNchw }: Call): string =>
  `${JSON.stringify(Object.values(inputs).map(({ shape }) => shape))} ${JSON.stringify(attrs ?? {})}${asNchw ? " held as NCHW" : ""}`;

/** Expects values to 1e-4, and says which call they are of. */
function same(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  of: Call,
  what: string,
): void {
  try {
    expectClose(actual, expected, 1e-4);
  } catch (error) {
    throw new Error(`${what} of ${label(of)}: ${(error as Error).message}`);
  }
}

/** Each case as it is, and once more with its images held as NCHW. */
const variants = (cases: Grid["cases"]): Call[] =>
  cases.flatMap((one) =>
    [false, true].filter((asNchw) => !asNchw || holdable(one)).map((asNchw) => ({ one, asNchw })),
  );

describe.each(grids)("$kernel", ({ kernel, gradient, cases }) => {
  const full = cases.filter((one) => !isEmpty(one));

  test("forward", async () => {
    const calls = variants(full);
    const actual = await on("onnx", () => forward(kernel, calls));
    expect(onCpu, "kernels that ran on the cpu backend").toEqual([]);
    const plain = full.filter(({ adjoint }) => !adjoint);
    const known = await on("cpu", () =>
      forward(
        kernel,
        plain.map((one) => ({ one, asNchw: false })),
      ),
    );
    for (const [i, of] of calls.entries()) {
      const results = actual[i]!;
      const { adjoint } = of.one;
      if (adjoint) {
        const dy = make((of.one.inputs as Record<string, never>).dy!, keyIndex(of, "dy"));
        const expected = differences(
          adjoint.kernel,
          adjoint as never,
          adjoint.of,
          [dy.dataSync() as Values],
          1,
        );
        dy.dispose();
        same(results[0]!.values, expected, of, "result");
        continue;
      }
      const expected = known[plain.indexOf(of.one)]!;
      expect(results.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(
        expected.map(({ shape, dtype }) => ({ shape, dtype })),
      );
      for (const [k, { values }] of results.entries())
        same(values, expected[k]!.values, of, "result");
    }
  });

  const hosted = cases.filter(isEmpty);
  const onHost = async (): Promise<void> => {
    for (const one of hosted) {
      const calls = [{ one, asNchw: false }];
      const actual = await on("onnx", () => forward(kernel, calls));
      const expected = await on("cpu", () => forward(kernel, calls));
      for (const [k, { shape, dtype, values }] of actual[0]!.entries()) {
        expect({ shape, dtype }).toEqual({
          shape: expected[0]![k]!.shape,
          dtype: expected[0]![k]!.dtype,
        });
        same(values, expected[0]![k]!.values, calls[0]!, "result");
      }
    }
  };
  if (hosted.length > 0) test("without elements, or on the host", onHost);

  const reference = (one: Grid["cases"][number]) =>
    one.gradient === undefined ? gradient : one.gradient;
  const differentiable = full.filter((one) => reference(one) !== null && hasFloats(one));
  const slopes = async (): Promise<void> => {
    const calls = variants(differentiable);
    const actual = await on("onnx", () => gradients(kernel, calls));
    expect(onCpu, "kernels that ran on the cpu backend").toEqual([]);
    const cpu = differentiable.filter((one) => reference(one) === "cpu");
    const known = await on("cpu", () =>
      cpu.length === 0
        ? []
        : gradients(
            kernel,
            cpu.map((one) => ({ one, asNchw: false })),
          ),
    );
    for (const [i, of] of calls.entries()) {
      const step = reference(of.one);
      const expected =
        step === "cpu"
          ? known[cpu.indexOf(of.one)]!.map(({ values }) => values)
          : expectedGradients(kernel, of.one, step as number);
      for (const [k, { values }] of actual[i]!.entries())
        same(values, expected[k]!, of, `gradient ${k}`);
    }
  };
  if (differentiable.length > 0) test("gradient", slopes);
});

const keyIndex = ({ one }: Call, key: string): number => Object.keys(one.inputs).indexOf(key) + 1;

describe("the grid is whole", () => {
  test.each(support().native)("%s", (kernel) => {
    const own = grids.filter((grid) => grid.kernel === kernel);
    expect(own.length, "add the kernel to testing/grid").toBeGreaterThan(0);
    const cases = own.flatMap((grid) => grid.cases);
    const shapesOf = cases.flatMap(({ inputs, attrs }) => {
      const list = Object.values(inputs).map(({ shape }) => shape);
      return list.length > 0 ? list : [(attrs as { shape: number[] }).shape];
    });
    const has = (test: (shape: readonly number[]) => boolean) => shapesOf.some(test);
    expect(
      has((shape) => shape.some((n) => n > 1 && n % 2 === 1)),
      "a case of odd size",
    ).toBe(true);
    if (!own.some(({ noScalar }) => noScalar))
      expect(
        has((shape) => shape.length === 0),
        "a case with a scalar",
      ).toBe(true);
    if (!own.some(({ noEmpty }) => noEmpty))
      expect(
        has((shape) => shape.includes(0)),
        "a case without elements",
      ).toBe(true);
    if (tf.getGradient(kernel) && cases.some(hasFloats))
      expect(
        own.some(({ gradient }) => gradient !== null),
        "a case with its gradient",
      ).toBe(true);
  });
});
