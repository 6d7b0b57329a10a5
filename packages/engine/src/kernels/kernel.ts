import type { KernelFunc, NamedTensorInfoMap, TensorInfo } from "@tensorflow/tfjs-core";
import { engine } from "@tensorflow/tfjs-core";
import type { OnnxBackend } from "../backend.ts";
import type { Builder } from "../graph/builder.ts";
import { type Shape, size, type WeightsLayout } from "../graph/layout.ts";
import type { Node, NodeType, Operation } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";

/** Names of a kernel's inputs, `?` at the end of an optional one; "list" for an array of inputs. */
type Arguments = readonly string[] | "list";

/** A kernel that becomes one node of the recorded graph. */
export interface Native<A = object> {
  readonly name: string;
  readonly args: Arguments;
  /** Whether this case is lowered; if not, TensorFlow.js's cpu kernel runs it. */
  accepts?(inputs: readonly Node[], attrs: A): boolean;
  /** Where the second input is a layer's weights, through which each batch passes once: the layout in which they are used. */
  readonly weights?: WeightsLayout;
  infer(inputs: readonly Node[], attrs: A): { shape: Shape; dtype: NodeType };
  lower(b: Builder, inputs: Value[], node: Node & { attrs: A }): Value;
}

/** A kernel that is a combination of other native kernels. */
export interface Composite<A = object> {
  readonly name: string;
  readonly args: Arguments;
  accepts?(inputs: readonly Node[], attrs: A): boolean;
  readonly weights?: WeightsLayout;
  /** Returns the nodes of the outputs. */
  run(record: RecordKernel, inputs: readonly Node[], attrs: A): Node | Node[];
}

/** Records a native kernel by name on nodes. */
export type RecordKernel = (name: string, inputs: readonly Node[], attrs?: object) => Node;

export type Kernel = Native | Composite;

/** Checks the attributes' type where a kernel is defined; at run time a kernel is just a kernel. */
export const native = <A>(kernel: Native<A>): Kernel => kernel as unknown as Kernel;
export const composite = <A>(kernel: Composite<A>): Kernel => kernel as unknown as Kernel;

/** Attributes as text. JSON has no infinities, which some kernels clip or pad with. */
function attributesKey(attrs: object): string {
  const text = JSON.stringify(attrs);
  if (!text.includes("null")) return text;
  return JSON.stringify(attrs, (_, value) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
  );
}

type Inferred = ReturnType<Native["infer"]>;

/** Makes the functions that record on a backend: a kernel by name, and one whose result is inferred. */
export class KernelRecorder {
  readonly #table: ReadonlyMap<string, Kernel>;
  readonly #operations = new Map<string, Operation>();

  constructor(table: ReadonlyMap<string, Kernel>) {
    this.#table = table;
  }

  byName(backend: OnnxBackend): RecordKernel {
    return (name, inputs, attrs = {}) => {
      const kernel = this.#table.get(name) as Native;
      return this.record(backend, kernel, inputs, attrs, kernel.infer(inputs, attrs));
    };
  }

  record(
    backend: OnnxBackend,
    kernel: Native,
    inputs: readonly Node[],
    attrs: object,
    out: Inferred,
  ): Node {
    const { name } = kernel;
    let operation = this.#operations.get(name);
    if (!operation) {
      operation = { name, lower: (b, values, node) => kernel.lower(b, values, node as never) };
      this.#operations.set(name, operation);
    }
    const key = `${name}|${attributesKey(attrs)}`;
    const scope = engine().state.activeScope?.name ?? "";
    return backend.recorder.record(operation, inputs, attrs, key, out.shape, out.dtype, scope);
  }
}

const computable = ({ dtype, shape }: Node): boolean =>
  dtype !== "string" && dtype !== "complex64" && size(shape) > 0;

/** The function that TensorFlow.js calls for a kernel; `fallback` takes what is not lowered. */
export function kernelFunc(
  kernel: Kernel,
  recorder: KernelRecorder,
  fallback: KernelFunc,
): KernelFunc {
  return (params) => {
    const backend = params.backend as OnnxBackend;
    const attrs = (params.attrs ?? {}) as object;
    backend.enter();
    const inputs = gather(kernel.args, params.inputs).map((info) => backend.node(info));
    if (!inputs.every(computable) || kernel.accepts?.(inputs, attrs) === false)
      return fallback(params);
    if (kernel.weights) backend.pass(inputs[1]!, kernel.weights, inputs[0]!.shape);
    if ("run" in kernel) {
      const outputs = kernel.run(recorder.byName(backend), inputs, attrs);
      return Array.isArray(outputs)
        ? outputs.map((node) => backend.adopt(node))
        : backend.adopt(outputs);
    }
    const out = kernel.infer(inputs, attrs);
    if (size(out.shape) === 0) return fallback(params);
    return backend.adopt(recorder.record(backend, kernel, inputs, attrs, out));
  };
}

function gather(args: Arguments, inputs: NamedTensorInfoMap | TensorInfo[]): TensorInfo[] {
  if (args === "list") return Object.values(inputs) as TensorInfo[];
  const named = inputs as NamedTensorInfoMap;
  const found: TensorInfo[] = [];
  for (const arg of args) {
    const optional = arg.endsWith("?");
    const info = named[optional ? arg.slice(0, -1) : arg];
    if (info) found.push(info);
  }
  return found;
}
