import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { engineStats, flush } from "./index.ts";
import { collectGarbage } from "./onnx/garbage.ts";
import { numbers } from "./testing/compare.ts";
import { OPS } from "./testing/reference-ops.ts";
import { unet, weights } from "./testing/segmenters.ts";

const MIB = 2 ** 20;
const long = process.env.MASKBOARD_LONG === "1";
const SIZE = [32, 32];

/** Trains a small U-Net with Adam on images of its own for each step; what it holds after the `first` and after all. */
async function train(steps: number, first: number): Promise<{ before: Held; after: Held }> {
  await tf.setBackend("onnx");
  const drawn = weights();
  const optimizer = tf.train.adam(1e-3);
  const step = (seed: number): void => {
    const x = numbers([4, ...SIZE, 3], seed) as tf.Tensor4D;
    const target = tf.tidy(() => tf.cast(tf.greater(numbers([4, ...SIZE, 3], seed), 0), "float32"));
    const loss = optimizer.minimize(
      () => {
        drawn.again();
        const logits = unet(x, drawn.weight, OPS);
        return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), target), 3)));
      },
      true,
      drawn.all,
    )!;
    if (seed % 10 === 0) expect(loss.dataSync()[0]).toBeGreaterThan(-1e3);
    tf.dispose([x, target, loss]);
  };
  tf.tidy(() => {
    drawn.again();
    unet(numbers([4, ...SIZE, 3]) as tf.Tensor4D, drawn.weight, OPS);
  });
  for (let i = 0; i < first; i++) step(i);
  const before = held();
  for (let i = 0; i < steps; i++) step(first + i);
  const after = held();
  optimizer.dispose();
  tf.dispose(drawn.all);
  return { before, after };
}

type Held = ReturnType<typeof held>;

function held() {
  flush();
  const { numTensors, numBytes } = tf.memory();
  const { compiles, sessions, pending, freeBytes } = engineStats();
  collectGarbage();
  const { rss, heapTotal, heapUsed } = process.memoryUsage();
  // V8's heap is as large as V8 likes: what is in it counts, and what is resident beside it.
  return {
    numTensors,
    numBytes,
    compiles,
    sessions,
    pending,
    freeBytes,
    heapUsed,
    native: rss - heapTotal,
  };
}

function expectFlat({ before, after }: { before: Held; after: Held }, growth: number): void {
  const { native, heapUsed, freeBytes, ...counted } = after;
  expect(counted).toMatchObject({
    numTensors: before.numTensors,
    numBytes: before.numBytes,
    compiles: before.compiles,
    sessions: before.sessions,
    pending: 0,
  });
  expect(freeBytes).toBeLessThanOrEqual(before.freeBytes + MIB);
  expect(heapUsed - before.heapUsed).toBeLessThan(8 * MIB);
  expect(native - before.native).toBeLessThan(growth);
}

test("50 steps of a U-Net hold what one holds", async () => {
  expectFlat(await train(50, 25), 128 * MIB);
}, 120_000);

test.skipIf(!long)(
  "1,000 steps hold memory flat (MASKBOARD_LONG=1 runs it)",
  async () => {
    const result = await train(1000, 300);
    const native = [result.before, result.after].map((h) => `${(h.native / MIB).toFixed(0)} MiB`);
    console.log(`resident beside V8's heap before and after 1,000 steps: ${native.join(", ")}`);
    // Allocators take some tens of MiB to settle, once.
    expectFlat(result, 128 * MIB);
  },
  1_800_000,
);
