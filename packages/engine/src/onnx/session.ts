import { createRequire } from "node:module";
import { env, Tensor } from "onnxruntime-node";
import type { Element } from "./model.ts";
import { isStop, STOP } from "./stop.ts";

/**
 * The native class below onnxruntime-node's promise-based API. TensorFlow.js has synchronous reads
 * (`dataSync`), and the native `run` is synchronous anyway, so the engine calls it directly. This
 * file is no public API of onnxruntime-node: the version is pinned and `session.test.ts` guards it.
 */
interface NativeSession {
  loadModel(buffer: ArrayBufferLike, offset: number, length: number, options: object): void;
  run(
    feeds: Record<string, Tensor>,
    fetches: Record<string, Tensor | null>,
    options: object,
  ): Record<string, Tensor>;
  dispose(): void;
  endProfiling(): void;
}

interface Binding {
  binding: { InferenceSession: new () => NativeSession };
  initOrt(): void;
}

const native = createRequire(import.meta.url)("onnxruntime-node/dist/binding.js") as Binding;

/** Version of ONNX Runtime. */
export const ONNX_RUNTIME = env.versions.node ?? env.versions.common;

export type TypedArray = Float32Array | Int32Array | Uint8Array;

/** A tensor as ONNX Runtime takes it: a view on `data`, which is not copied. */
export const makeTensor = (element: Element, data: TypedArray, dims: readonly number[]): Tensor =>
  new Tensor(element as "float32", data as Float32Array, dims);

export interface SessionOptions {
  /** Execution providers in order of preference; the CPU is always there as the last. */
  readonly providers: readonly string[];
  /** Threads of one operator; 0 lets ONNX Runtime take one a core. */
  readonly threads: number;
  /** Path prefix of ONNX Runtime's own trace, written when the session is disposed. */
  readonly profile?: string;
}

/** One compiled graph. */
export class Session {
  readonly #session: NativeSession;
  readonly #profiling: boolean;

  /** @throws Error with ONNX Runtime's message where the model is refused. */
  constructor(model: Uint8Array, options: SessionOptions) {
    native.initOrt();
    this.#profiling = options.profile !== undefined;
    this.#session = new native.binding.InferenceSession();
    this.#session.loadModel(model.buffer, model.byteOffset, model.byteLength, {
      executionProviders: [...options.providers],
      // The graph is lowered as it should run; the optimizer found nothing and costs time.
      graphOptimizationLevel: "disabled",
      // Arena and pattern keep every peak for ever; the allocator gives memory back.
      enableCpuMemArena: false,
      enableMemPattern: false,
      intraOpNumThreads: options.threads,
      logSeverityLevel: 3,
      ...(options.profile && { enableProfiling: true, profileFilePrefix: options.profile }),
    });
  }

  /**
   * Runs synchronously; each output is written into the tensor that `fetches` names. A model made
   * by `withoutCopies` spares the copies that the binding would make of them.
   */
  run(feeds: Record<string, Tensor>, fetches: Record<string, Tensor>): void {
    try {
      this.#session.run(feeds, { [STOP]: null, ...fetches }, {});
    } catch (error) {
      if (!isStop(error)) throw error;
    }
  }

  dispose(): void {
    if (this.#profiling) this.#session.endProfiling();
    this.#session.dispose();
  }
}
