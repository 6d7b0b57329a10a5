import { existsSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import {
  BACKEND_CHOICES,
  BackendUnavailableError,
  type Selection,
  selectBackend,
} from "./select.ts";
import { expectClose, numbers } from "./testing/compare.ts";

const SWIFTSHADER = "/usr/lib/chromium/vk_swiftshader_icd.json";

test("auto picks onnx where no GPU is installed, and says why in one line", async () => {
  const { choice, backend, reason } = await selectBackend("auto");
  expect(tf.getBackend()).toBe(backend);
  expect(reason).toMatch(new RegExp(`^${choice}: [^\n]+$`));
  if (choice === "onnx") expect(reason).toMatch(/not onnx:cuda \(not installed\).*not tensorflow/);
});

test.each(["onnx", "wasm", "cpu"] as const)("%s can always be had", async (choice) => {
  expect(await selectBackend(choice)).toMatchObject({ choice, backend: choice });
});

test("an explicit choice that can't be had fails in one clear line", async () => {
  const error = await selectBackend("tensorflow").catch((e: unknown) => e);
  expect(error).toBeInstanceOf(BackendUnavailableError);
  expect((error as Error).message).toMatch(
    /^Backend tensorflow can't be used here: [^\n]+Hint: install [^\n]+$/,
  );
  await expect(selectBackend("quantum" as "cpu")).rejects.toThrow(
    /There is no backend "quantum"; choose one of auto, onnx/,
  );
});

test.each(BACKEND_CHOICES)("%s: one line why, or one line why not", async (choice) => {
  // Of WebGPU there is a test of its own below.
  if (choice === "onnx:webgpu") return;
  const outcome = await selectBackend(choice).catch((error: unknown) => error);
  if (outcome instanceof Error) {
    expect(outcome).toBeInstanceOf(BackendUnavailableError);
    expect(outcome.message).toMatch(
      new RegExp(`^Backend ${choice} can't be used here: [^\n]+\\. Hint: [^\n]+\\.$`),
    );
    return;
  }
  const { backend, reason } = outcome as Selection;
  expect(tf.getBackend()).toBe(backend);
  const start = choice === "auto" ? "\\w+" : choice;
  expect(reason).toMatch(new RegExp(`^${start}: [^\n]+$`));
  expect(tf.tidy(() => tf.add(1, 2).dataSync()[0])).toBe(3);
});

test("half precision is refused, not feigned", async () => {
  const error = await selectBackend("onnx", { precision: "float16" }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(BackendUnavailableError);
  expect((error as Error).message).toMatch(/can't compute in float16.*weights: "float16"/);
});

/** A training step of a small U-Net with self-attention, and the next one: the loss before and after. */
function step(): number[] {
  const t4 = (shape: number[], seed: number) =>
    tf.variable(numbers(shape, seed, 0.3)) as unknown as tf.Tensor4D;
  const w = [
    t4([3, 3, 3, 8], 1),
    t4([3, 3, 8, 16], 2),
    t4([1, 1, 16, 2], 3),
    t4([1, 1, 16, 2], 4),
    t4([1, 1, 16, 16], 5),
    t4([3, 3, 24, 8], 6),
    t4([1, 1, 8, 3], 7),
  ];
  const x = numbers([2, 12, 12, 3], 8) as tf.Tensor4D;
  const labels = tf.oneHot(
    tf.cast(tf.mul(tf.abs(numbers([2, 12, 12], 9)), 2.99), "int32"),
    3,
    1,
    0,
    "float32" as "int32",
  );
  const loss = () => {
    const a = tf.relu(tf.conv2d(x, w[0]!, 1, "same"));
    const { mean, variance } = tf.moments(a, [0, 1, 2]);
    const [offset, scale] = [tf.zeros([8]), tf.ones([8])] as [tf.Tensor1D, tf.Tensor1D];
    const n = tf.batchNorm(
      a,
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      offset,
      scale,
    ) as tf.Tensor4D;
    const b = tf.relu(tf.conv2d(tf.maxPool(n, 3, 2, 1), w[1]!, 1, "same"));
    const rows = (i: number) => tf.reshape(tf.conv2d(b, w[i]!, 1, "same"), [2, 36, -1]);
    const attention = tf.softmax(tf.matMul(rows(2), rows(3), false, true));
    const attended = tf.add(b, tf.reshape(tf.matMul(attention, rows(4)), b.shape)) as tf.Tensor4D;
    const up = tf.image.resizeBilinear(attended, [12, 12]);
    const d = tf.mul(
      tf.tanh(tf.softplus(tf.conv2d(tf.concat([up, n], 3), w[5]!, 1, "same"))),
      1,
    ) as tf.Tensor4D;
    return tf.neg(
      tf.mean(tf.sum(tf.mul(tf.logSoftmax(tf.conv2d(d, w[6]!, 1, "same")), labels), 3)),
    ) as tf.Scalar;
  };
  const optimizer = tf.train.adam(0.01);
  const values = [0, 1].map(() => {
    const value = optimizer.minimize(loss, true, w as never)!;
    const [number] = value.dataSync();
    value.dispose();
    return number!;
  });
  tf.dispose([...w, x, labels]);
  optimizer.dispose();
  return values;
}

describe.skipIf(!existsSync(SWIFTSHADER))(
  "WebGPU on a software rasterizer (skipped where chromium's SwiftShader is missing)",
  () => {
    test("a training step with self-attention has the loss of the CPU", {
      timeout: 120_000,
    }, async () => {
      await selectBackend("onnx");
      const expected = step();
      process.env.VK_ICD_FILENAMES = SWIFTSHADER;
      const { backend } = await selectBackend("onnx:webgpu");
      expect(backend).toBe("onnx-webgpu");
      expectClose(step(), expected, 1e-4);
      await tf.setBackend("onnx");
    });
  },
);
