import type { KernelFunc, NamedTensorInfoMap, TensorInfo } from "@tensorflow/tfjs-core";
import { engine } from "@tensorflow/tfjs-core";
import type { OnnxBackend } from "../backend.ts";
import type { Builder } from "../graph/builder.ts";
import { type Shape, size } from "../graph/layout.ts";
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
  /** Whether the second input is a layer's weights, through which each batch passes once. */
  readonly weights?: boolean;
  infer(inputs: readonly Node[], attrs: A): { shape: Shape; dtype: NodeType };
  lower(b: Builder, inputs: Value[], node: Node & { attrs: A }): Value;
}

/** A kernel that is a combination of other native kernels. */
export interface Composite<A = object> {
  readonly name: string;
  readonly args: Arguments;
  accepts?(inputs: readonly Node[], attrs: A): boolean;
  readonly weights?: boolean;
  /** Returns the nodes of the outputs. */
  run(record: Record_, inputs: readonly Node[], attrs: A): Node | Node[];
}

/** Records a native kernel by name on nodes. */
export type Record_ = (name: string, inputs: readonly Node[], attrs?: object) => Node;

export type Kernel = Native | Composite;

/** Checks the attributes' type where a kernel is defined; at run time a kernel is just a kernel. */
export const native = <A>(kernel: Native<A>): Kernel => kernel as unknown as Kernel;
export const composite = <A>(kernel: Composite<A>): Kernel => kernel as unknown as Kernel;

const text = (_: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : value;

/** Makes the function that records a native kernel of the table on a backend. */
export function recorderOf(table: ReadonlyMap<string, Kernel>) {
  const operations = new Map<string, Operation>();
  return (backend: OnnxBackend): Record_ =>
    (name, inputs, attrs = {}) => {
      const kernel = table.get(name) as Native;
      let operation = operations.get(name);
      if (!operation) {
        operation = { name, lower: (b, values, node) => kernel.lower(b, values, node as never) };
        operations.set(name, operation);
      }
      const { shape, dtype } = kernel.infer(inputs, attrs);
      const key = `${name}|${JSON.stringify(attrs, text)}`;
      const scope = engine().state.activeScope?.name ?? "";
      return backend.recorder.record(operation, inputs, attrs, key, shape, dtype, scope);
    };
}

const computable = ({ dtype, shape }: Node): boolean =>
  dtype !== "string" && dtype !== "complex64" && size(shape) > 0;

/** The function that TensorFlow.js calls for a kernel; `fallback` takes what is not lowered. */
export function kernelFunc(
  kernel: Kernel,
  recorder: (backend: OnnxBackend) => Record_,
  fallback: KernelFunc,
): KernelFunc {
  return (params) => {
    const backend = params.backend as OnnxBackend;
    const attrs = (params.attrs ?? {}) as object;
    backend.enter();
    const inputs = gather(kernel.args, params.inputs).map((info) => backend.node(info));
    if (!inputs.every(computable) || kernel.accepts?.(inputs, attrs) === false)
      return fallback(params);
    if (kernel.weights) backend.pass(inputs[1]!, inputs[0]!.shape);
    const record = recorder(backend);
    if ("run" in kernel) {
      const outputs = kernel.run(record, inputs, attrs);
      return Array.isArray(outputs)
        ? outputs.map((node) => backend.adopt(node))
        : backend.adopt(outputs);
    }
    if (size(kernel.infer(inputs, attrs).shape) === 0) return fallback(params);
    return backend.adopt(record(kernel.name, inputs, attrs));
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
