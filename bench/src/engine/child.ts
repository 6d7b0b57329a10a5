/** The network in a process of its own, timed on commands from stdin: `forward|train|peak|record`. */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { engineStats, registerOnnxBackend } from "@maskboard/engine";
import * as tf from "@tensorflow/tfjs-core";
import { Unet } from "./unet.ts";

const [backend, ...numbers] = process.argv.slice(2);
const [size, batch, classes, threads] = numbers.map(Number) as [number, number, number, number];

if (backend === "wasm") {
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  wasm.setThreadsCount(threads);
} else {
  registerOnnxBackend({ threads });
}
await tf.setBackend(backend!);

const net = new Unet(classes);
const x = tf.randomNormal<tf.Rank.R4>([batch, size, size, 3], 0, 1, "float32", 3);
const labels = tf.oneHot(
  tf.cast(tf.randomUniform([batch, size, size], 0, classes, "float32", 5), "int32"),
  classes,
  1,
  0,
  "float32" as "int32",
);
const optimizer = tf.train.adam(1e-3);
/** Milliseconds of the last step outside of ONNX Runtime: gradients, recording, hashing. */
let overhead = 0;

const computed = (): number => (backend === "onnx" ? engineStats().computeMs : 0);

function train(): number {
  const start = performance.now() - computed();
  const loss = optimizer.minimize(
    () =>
      tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(net.forward(x, true)), labels), 3))) as tf.Scalar,
    true,
    net.trainable,
  )!;
  const value = loss.dataSync()[0]!;
  loss.dispose();
  overhead = performance.now() - computed() - start;
  return value;
}

function forward(): number {
  // Read after the tidy: inside of it every intermediate tensor is still alive, and so computed to be kept.
  const total = tf.tidy(() => tf.sum(net.forward(x, false)));
  const value = total.dataSync()[0]!;
  total.dispose();
  return value;
}

function peak(): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) / 1024;
}

console.log(net.parameters);
for await (const command of createInterface({ input: process.stdin })) {
  if (command === "peak") console.log(peak());
  else if (command === "record") console.log(overhead);
  else {
    const start = performance.now();
    const value = command === "train" ? train() : forward();
    if (!Number.isFinite(value)) throw new Error(`${command} gave ${value}`);
    console.log(performance.now() - start);
  }
}
