import { InferenceSession, Tensor } from "onnxruntime-node";
import type { ModelPlan } from "../plan.ts";
import { Fault } from "./messages.ts";
import type { Output, Runner } from "./runner.ts";

/** An ONNX model in ONNX Runtime. */
export class OnnxRunner implements Runner {
  readonly #session: InferenceSession;
  readonly #plan: Pick<ModelPlan, "inputName" | "outputName" | "inputType" | "layout">;

  private constructor(session: InferenceSession, plan: ModelPlan) {
    this.#session = session;
    this.#plan = plan;
  }

  static async load(bytes: Uint8Array, plan: ModelPlan, threads: number): Promise<OnnxRunner> {
    const session = await InferenceSession.create(bytes, {
      executionProviders: ["cpu"],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
      extra: {
        session: {
          // Not ONNX Runtime's own file format: nobody has looked into that.
          load_model_format: "ONNX",
          // Threads that wait sleep: the cores are also needed to decode images and to pack masks.
          intra_op: { allow_spinning: "0" },
        },
      },
    });
    return new OnnxRunner(session, plan);
  }

  async run(data: ArrayLike<number>, dims: readonly number[]): Promise<Output> {
    const { inputName, outputName, inputType, layout } = this.#plan;
    const input = new Tensor(inputType as "float32", data as Float32Array, dims);
    const results = await this.#session.run({ [inputName]: input }, [outputName]);
    const output = results[outputName];
    input.dispose();
    if (!output || output.type === "string") throw new Fault("shape", "The output is no tensor.");
    return {
      data: output.data as ArrayLike<number | bigint>,
      type: output.type,
      dims: output.dims,
      layout,
    };
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}
