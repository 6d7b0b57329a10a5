import { exportOnnx, onFallback, registerOnnxBackend } from "@maskboard/engine";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";
import type { ModelPlan } from "../plan.ts";
import type { TfjsHead } from "../tfjs/inspect.ts";
import { Fault } from "./messages.ts";
import { OnnxRunner } from "./onnx-runner.ts";
import type { Output, Runner } from "./runner.ts";

type Forward = (image: tf.Tensor) => tf.Tensor;

/** Input sizes whose compiled form is kept. */
const KEPT = 4;

/**
 * A TensorFlow.js model. What it computes for a size is written down as ONNX once and runs in ONNX
 * Runtime; a model that can't be written down, because it looks at values on its way, runs on the
 * engine's backend instead.
 */
export class TfjsRunner implements Runner {
  readonly #forward: Forward;
  readonly #plan: ModelPlan;
  readonly #threads: number;
  readonly #compiled = new Map<string, OnnxRunner | null>();

  private constructor(forward: Forward, plan: ModelPlan, threads: number) {
    this.#forward = forward;
    this.#plan = plan;
    this.#threads = threads;
  }

  static async load(
    format: "tfjs-graph" | "tfjs-layers",
    head: TfjsHead,
    weights: Uint8Array,
    plan: ModelPlan,
    threads: number,
  ): Promise<TfjsRunner> {
    registerOnnxBackend({ threads });
    onFallback(() => {});
    await tf.setBackend("onnx");
    const { modelTopology, weightSpecs, inputName, outputNames } = head;
    const { buffer, byteOffset, byteLength } = weights;
    const whole = byteLength === buffer.byteLength;
    const artifacts = {
      modelTopology,
      weightSpecs: weightSpecs as tf.io.WeightsManifestEntry[],
      weightData: (whole
        ? buffer
        : buffer.slice(byteOffset, byteOffset + byteLength)) as ArrayBuffer,
    };
    const load = async () => artifacts;
    if (format === "tfjs-graph") {
      const model = await loadGraphModel({ load });
      const forward: Forward = (image) =>
        model.execute({ [inputName]: image }, plan.outputName) as tf.Tensor;
      return new TfjsRunner(forward, plan, threads);
    }
    const { loadLayersModel } = await import("@tensorflow/tfjs-layers");
    const model = await loadLayersModel({ load });
    const index = outputNames.indexOf(plan.outputName);
    const forward: Forward = (image) => {
      const out = model.apply(image, { training: false }) as tf.Tensor | tf.Tensor[];
      return Array.isArray(out) ? out[index]! : out;
    };
    return new TfjsRunner(forward, plan, threads);
  }

  async run(data: ArrayLike<number>, dims: readonly number[]): Promise<Output> {
    const [count, height, width] = dims as [number, number, number];
    const compiled =
      (await this.#compile(`${height} x ${width}`, { height, width })) ??
      (await this.#compile(`${count} x ${height} x ${width}`, { height, width, count }));
    return compiled ? compiled.run(data, dims) : this.#eager(data, dims);
  }

  /** The model for one input size, of a certain batch or of any; `null` where that can't be. */
  async #compile(
    key: string,
    { height, width, count }: { height: number; width: number; count?: number },
  ): Promise<OnnxRunner | null> {
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const dtype = this.#plan.inputType === "int32" ? "int32" : "float32";
    const bytes = await exportOnnx(({ image }) => ({ out: this.#forward(image!) }), {
      inputs: [{ name: "image", shape: [height, width, 3], dtype }],
      layout: "NHWC",
      ...(count !== undefined && { batch: count }),
    }).catch((error: unknown) => {
      // Its tensors' shapes do not fit together, or its program depends on values: the eager run tells.
      if (error instanceof Error) return null;
      throw error;
    });
    const names = { inputName: "image", outputName: "out", layout: "NHWC" } as const;
    const runner =
      bytes && (await OnnxRunner.load(bytes, { ...this.#plan, ...names }, this.#threads));
    this.#compiled.set(key, runner);
    for (const [old, one] of this.#compiled) {
      if (this.#compiled.size <= KEPT) break;
      await one?.release();
      this.#compiled.delete(old);
    }
    return runner;
  }

  async #eager(data: ArrayLike<number>, dims: readonly number[]): Promise<Output> {
    const dtype = this.#plan.inputType === "int32" ? "int32" : "float32";
    const result = tf.tidy(() => {
      const image = tf.tensor4d(
        data as Float32Array,
        dims as [number, number, number, number],
        dtype,
      );
      return this.#forward(image);
    });
    if (!(result instanceof tf.Tensor)) throw new Fault("shape", "The output is no tensor.");
    const values = await result.data();
    const output: Output = { data: values, type: result.dtype, dims: result.shape, layout: "NHWC" };
    result.dispose();
    return output;
  }
}
