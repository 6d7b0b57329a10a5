import {
  type BackendValues,
  type DataId,
  DataStorage,
  type DataType,
  engine,
  KernelBackend,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import { allocate, BYTES } from "./graph/builder.ts";
import { identity, type Shape, same, size, unpermute, type WeightsLayout } from "./graph/layout.ts";
import type { GraphType, Node, NodeType } from "./graph/node.ts";
import { Recorder } from "./graph/recorder.ts";
import { blockSize } from "./onnx/blocks.ts";
import { makeTensor, type TypedArray } from "./onnx/session.ts";

export interface OnnxBackendOptions {
  /** ONNX Runtime execution providers in order of preference. Default: the CPU. */
  readonly providers?: readonly string[];
  /** Threads of one operator; 0 (default) lets ONNX Runtime take one a core. */
  readonly threads?: number;
  /** Compiled graphs that are kept. Default 48. */
  readonly sessions?: number;
  /** Path prefix for ONNX Runtime's operator trace, one file a graph. */
  readonly profile?: string;
}

/** What the engine has done so far. */
export interface EngineStats {
  /** Graphs compiled. */
  readonly compiles: number;
  /** Compiled graphs that are kept now. */
  readonly sessions: number;
  /** Graphs run. */
  readonly flushes: number;
  /** Operations recorded. */
  readonly recorded: number;
  /** Operations that wait to be computed. */
  readonly pending: number;
  /** Bytes of tensors' memory that wait for reuse. */
  readonly freeBytes: number;
  /** Milliseconds spent in ONNX Runtime; what else a step takes is TensorFlow.js and recording. */
  readonly computeMs: number;
}

interface Entry {
  readonly node: Node;
  refCount: number;
}

/** The TensorFlow.js backend `onnx`: kernels record, reads and `flush` compile and run. */
export class OnnxBackend extends KernelBackend {
  readonly recorder: Recorder;
  readonly providers: readonly string[];
  /** While true nothing is cut or computed behind the tracer's back. */
  tracing = false;
  readonly #data = new DataStorage<Entry>(this, engine());
  readonly #block: number;
  #tape: unknown = null;

  constructor(options: OnnxBackendOptions = {}) {
    super();
    const { providers = ["cpu"], threads = 0, sessions = 48, profile } = options;
    this.providers = providers;
    this.#block = providers[0] === "cpu" ? blockSize() : 0;
    this.recorder = new Recorder({ providers, threads, ...(profile && { profile }) }, sessions);
  }

  /** Computes everything that has been recorded and is still held. */
  flush(): void {
    this.recorder.flush();
  }

  stats(): EngineStats {
    const { programs, flushes, count, pending, pool } = this.recorder;
    return {
      compiles: programs.compiles,
      sessions: programs.size,
      flushes,
      recorded: count,
      pending,
      freeBytes: pool.freeBytes,
      computeMs: programs.computeMs,
    };
  }

  /**
   * Before a kernel records. A new gradient tape means that a training step begins: what the last
   * one left behind is computed as a graph of its own, the same in every step.
   */
  enter(): void {
    if (this.tracing) return;
    const { gradientDepth, activeTape } = engine().state;
    if (gradientDepth > 0 && activeTape !== this.#tape) {
      this.#tape = activeTape;
      this.recorder.flush();
    }
    this.recorder.limit();
  }

  /** Before weights are used, in a layout, on an input of some shape; see the recorder. */
  pass(weights: Node, layout: WeightsLayout, input: Shape): void {
    if (this.tracing) return;
    this.recorder.settle(weights, layout(weights.shape, this.#block));
    if (engine().state.gradientDepth === 0) this.recorder.pass(weights, input);
  }

  /** The node behind a tensor; `shape` of the info may differ where another backend reshaped it. */
  node(info: TensorInfo): Node {
    const { node } = this.#data.get(info.dataId);
    if (same(node.shape, info.shape)) return node;
    if (!node.store || node.store.kind === "tensor") {
      const values = this.readSync(info.dataId) as TypedArray;
      return this.#import(values, info.shape, info.dtype as NodeType);
    }
    return { ...node, shape: info.shape };
  }

  /** Gives a node a data id and so a place in the program's memory. */
  adopt(node: Node): TensorInfo {
    const dataId = { id: nextId++ };
    this.recorder.hold(node);
    this.#data.set(dataId, { node, refCount: 1 });
    return { dataId, shape: [...node.shape], dtype: node.dtype as DataType };
  }

  override write(values: BackendValues, shape: number[], dtype: DataType): DataId {
    return this.adopt(this.#import(values as TypedArray, shape, dtype as NodeType)).dataId;
  }

  override move(
    dataId: DataId,
    values: BackendValues,
    shape: number[],
    dtype: DataType,
    refCount: number,
  ): void {
    const node = this.#import(values as TypedArray, shape, dtype as NodeType);
    this.recorder.hold(node);
    this.#data.set(dataId, { node, refCount });
  }

  override async read(dataId: DataId): Promise<BackendValues> {
    return this.readSync(dataId);
  }

  /** @throws EngineError where the value could not be computed. */
  override readSync(dataId: DataId): BackendValues {
    const { node: wanted } = this.#data.get(dataId);
    const node = this.tracing ? unreshaped(wanted) : wanted;
    if (this.tracing && !node.store)
      throw new Error(
        "A value is read while a model is traced: an op of it runs on the cpu backend, or its program depends on values.",
      );
    if (!node.store && !node.error) this.recorder.flush();
    if (node.error) throw node.error;
    const store = node.store!;
    if (store.kind === "host") return store.values as BackendValues;
    if (store.kind === "scalar") {
      const data = allocate(
        node.dtype as GraphType,
        new ArrayBuffer(BYTES[node.dtype as GraphType]),
      );
      data[0] = store.value;
      return data;
    }
    // A copy: the memory itself goes back to the pool when the tensor goes.
    return unpermute(store.data, node.shape, store.perm);
  }

  override disposeData(dataId: DataId, force = false): boolean {
    if (!this.#data.has(dataId)) return true;
    const entry = this.#data.get(dataId);
    if (--entry.refCount > 0 && !force) return false;
    this.recorder.release(entry.node);
    this.#data.delete(dataId);
    return true;
  }

  override incRef(dataId: DataId): void {
    this.#data.get(dataId).refCount++;
  }

  override refCount(dataId: DataId): number {
    return this.#data.has(dataId) ? this.#data.get(dataId).refCount : 0;
  }

  override numDataIds(): number {
    return this.#data.numDataIds();
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: false };
  }

  override timerAvailable(): boolean {
    return true;
  }

  /** Wall-clock milliseconds of `f` and of all that it recorded. */
  override async time(f: () => void): Promise<{ kernelMs: number }> {
    this.flush();
    const start = performance.now();
    f();
    this.flush();
    return { kernelMs: performance.now() - start };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override dispose(): void {
    this.recorder.dispose();
  }

  #import(values: TypedArray | Uint8Array[], shape: Shape, dtype: NodeType): Node {
    if (dtype === "string" || dtype === "complex64" || values.length === 0) {
      const kept =
        dtype === "string" ? [...(values as Uint8Array[])] : (values as TypedArray).slice();
      return this.recorder.known({ kind: "host", values: kept as TypedArray }, shape, dtype);
    }
    const numbers = util.convertBackendValuesAndArrayBuffer(
      values as TypedArray,
      dtype,
    ) as TypedArray;
    if (size(shape) === 1)
      return this.recorder.known(
        { kind: "scalar", value: clamp(numbers[0]!, dtype) },
        shape,
        dtype,
      );
    // Copied: a lazy read must not see what the program writes into its array afterwards.
    const data = allocate(dtype, this.recorder.pool.take(numbers.length * BYTES[dtype]));
    data.set(numbers);
    const tensor = makeTensor(dtype, data, shape);
    return this.recorder.known(
      { kind: "tensor", data, perm: identity(shape.length), tensor },
      shape,
      dtype,
    );
  }
}

/** The number as an array of `dtype` would hold it. */
function clamp(value: number, dtype: GraphType): number {
  const data = allocate(dtype, new ArrayBuffer(BYTES[dtype]));
  data[0] = value;
  return data[0]!;
}

let nextId = 0;

/** What a reshaped value was made of: it holds the same numbers in the same order. */
function unreshaped(node: Node): Node {
  let source = node;
  while (!source.store && source.operation?.name === "Reshape") source = source.inputs[0]!;
  return source;
}
