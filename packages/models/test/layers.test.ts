import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { unetBlock } from "../src/decoders/unet-block.ts";
import { activation } from "../src/layers/activation.ts";
import { selfAttention } from "../src/layers/attention.ts";
import { batchNorm, type Mode } from "../src/layers/norm.ts";
import { toTorch } from "../src/parameters/layout.ts";
import { Parameters } from "../src/parameters/store.ts";
import { BACKENDS, use } from "./backend.ts";
import fixtures from "./fixtures/layers.json" with { type: "json" };
import { expectParameter, expectTensor, fill, image, type Sampled } from "./formula.ts";

interface Fixture {
  output: Sampled;
  dx: Sampled;
  gradients?: Record<string, { norm: number; samples: number[] }>;
  buffers?: Record<string, { norm: number; samples: number[] }>;
}

/** Runs `layer`, weighs its output by the probe, and compares values, gradients and statistics. */
function check(
  parameters: Parameters,
  layer: (...inputs: tf.Tensor4D[]) => tf.Tensor4D,
  inputs: tf.Tensor4D[],
  { output, dx, ...rest }: Fixture,
  more: Sampled[] = [],
): void {
  const trainable = parameters.trainable();
  const variables = trainable.map(({ variable }) => variable);
  const probe = image("probe", output.shape);
  let result: tf.Tensor | undefined;
  const f = (...xs: tf.Tensor[]): tf.Scalar => {
    const y = layer(...(xs.slice(0, inputs.length) as tf.Tensor4D[]));
    result ??= tf.keep(tf.clone(y));
    return tf.sum(tf.mul(y, probe));
  };
  const gradients = tf.grads(f)([...inputs, ...variables] as tf.Tensor[]);
  expectTensor(result!, output, 1e-4, "output");
  for (const [i, expected] of [dx, ...more].entries())
    expectTensor(gradients[i]!, expected, 1e-4, `gradient of input ${i}`);
  for (const [i, { name, shape, layout }] of trainable.entries())
    expectParameter(
      toTorch(gradients[inputs.length + i]!.dataSync(), shape, layout),
      rest.gradients![name]!,
      1e-4,
      `gradient of ${name}`,
    );
  for (const [name, expected] of Object.entries(rest.buffers ?? {}))
    expectParameter(parameters.get(name)!.variable.dataSync(), expected, 1e-4, name);
  tf.dispose([gradients, result!, probe, inputs]);
  parameters.dispose();
}

describe.each(BACKENDS)("against PyTorch, on %s", (backend) => {
  test.each([
    ["attention-training", true],
    ["attention-use", false],
  ] as const)("%s", async (name, training) => {
    const left = await use(backend);
    const parameters = new Parameters();
    const layer = selfAttention({ parameters, prefix: "attention." }, 16);
    fill(parameters);
    check(parameters, (x) => layer(x, { training }), [image("x", [2, 5, 4, 16])], fixtures[name]);
    expect(left()).toBe(0);
  });

  test("batch normalization", async () => {
    const left = await use(backend);
    const parameters = new Parameters();
    const layer = batchNorm({ parameters, prefix: "norm." }, 5);
    fill(parameters);
    const x = image("x", [2, 4, 3, 5]);
    check(parameters, (v) => layer(v, { training: true }), [x], fixtures.norm);
    expect(left()).toBe(0);
  });

  test("Mish", async () => {
    const left = await use(backend);
    const x = tf.tidy(() => tf.mul(image("x", [1, 6, 6, 5]), 6)) as tf.Tensor4D;
    check(new Parameters(), (v) => activation("mish")(v!), [x], fixtures.mish);
    expect(left()).toBe(0);
  });
});

// tfjs-backend-cpu's gradient of the nearest resize is wrong where the ratio is not whole.
test.each([
  ["block-plain", { last: false, blur: false, attention: true }],
  ["block-last", { last: true, blur: true, attention: false }],
] as const)("against PyTorch, on onnx: %s with a skip of odd size", async (name, options) => {
  const left = await use("onnx");
  const parameters = new Parameters();
  const { run } = unetBlock(
    { parameters, prefix: "block." },
    { from: 16, skip: 8, activation: activation("mish"), ...options },
  );
  fill(parameters);
  const inputs = [image("x", [2, 3, 4, 16]), image("skip", [2, 5, 7, 8])];
  const mode: Mode = { training: true };
  const fixture = fixtures[name];
  check(parameters, (x, skip) => run(x!, skip!, mode), inputs, fixture, [fixture.dskip]);
  expect(left()).toBe(0);
});
