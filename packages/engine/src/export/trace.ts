import * as tf from "@tensorflow/tfjs-core";
import { identity, NCHW, type Perm, permute, type Shape } from "../graph/layout.ts";
import type { Node } from "../graph/node.ts";
import type { Plan } from "../graph/plan.ts";
import { type Lowered, lower } from "../graph/program.ts";
import type { TypedArray } from "../onnx/session.ts";
import { onnxBackend } from "../register.ts";

/** A forward pass: from named tensors to one tensor or several named ones. */
export type Forward = (inputs: Record<string, tf.Tensor>) => tf.Tensor | Record<string, tf.Tensor>;

/** An input of the exported model. */
export interface ExportInput {
  readonly name: string;
  /** As TensorFlow.js sees it, without the batch: [height, width, channels] of an image. */
  readonly shape: readonly number[];
  readonly dtype?: "float32" | "int32";
}

/** A weight as it is held: `dims` is the physical shape. */
export interface StoredArray {
  readonly data: TypedArray;
  readonly dims: readonly number[];
}

/** One recorded forward pass at one batch size, lowered. */
export interface Trace {
  readonly lowered: Lowered;
  /** The known values that became inputs of the graph: everything that is not an input of the model. */
  readonly weights: ReadonlyMap<string, StoredArray>;
  /** Names of the outputs in the order of `lowered.outputs`. */
  readonly outputNames: readonly string[];
}

/** Order of the axes in which images cross the border of an exported model. */
export type ImageLayout = "NCHW" | "NHWC";

/** Images cross the border in the wanted layout, everything else as it is. */
const border =
  (layout: ImageLayout) =>
  (shape: Shape): Perm =>
    shape.length === 4 && layout === "NCHW" ? NCHW : identity(shape.length);

/** One recorded forward pass: what it computes, and the model's names for its ends. */
export interface Recording {
  readonly plan: Plan;
  /** Names of the leaves that are inputs of the model; all other leaves are weights. */
  readonly inputs: ReadonlyMap<Node, string>;
  /** Names of the outputs in the order of `plan.outputs`. */
  readonly outputs: readonly string[];
}

/**
 * Records `forward` at a batch size without running anything, and hands the recording to `use` while
 * its values are alive. The backend `onnx` must be current.
 *
 * @throws Error where the model reads values while it is traced, or an input reaches no output
 */
export function record<Result>(
  forward: Forward,
  inputs: readonly ExportInput[],
  batch: number,
  use: (recording: Recording) => Result,
): Result {
  const backend = onnxBackend();
  backend.flush();
  let used: { result: Result } | undefined;
  tf.tidy(() => {
    const names = new Map<Node, string>();
    const named: Record<string, tf.Tensor> = {};
    for (const { name, shape, dtype = "float32" } of inputs) {
      named[name] = tf.zeros([batch, ...shape], dtype);
      names.set(backend.node(named[name]), name);
    }
    backend.tracing = true;
    try {
      const result = forward(named);
      const outputs = result instanceof tf.Tensor ? { output: result } : result;
      used = { result: use(planOf(outputs, names)) };
    } finally {
      backend.tracing = false;
    }
  });
  return used!.result;
}

function planOf(outputs: Record<string, tf.Tensor>, inputs: ReadonlyMap<Node, string>): Recording {
  const backend = onnxBackend();
  const outputOf = new Map(Object.entries(outputs).map(([name, t]) => [backend.node(t), name]));
  const plan = backend.recorder.plan(new Set(outputOf.keys()));
  const unused = [...inputs].filter(([leaf]) => !plan.leaves.includes(leaf));
  if (unused.length > 0 || plan.outputs.length < Object.keys(outputs).length) {
    const which = unused.map(([, name]) => name).join(", ") || "an input";
    throw new Error(
      `Export: every input must reach an output by computation, but ${which} does not.`,
    );
  }
  return { plan, inputs, outputs: plan.outputs.map((node) => outputOf.get(node)!) };
}

/** How a recording is written down as ONNX. */
export interface TraceOptions {
  readonly opset: number;
  readonly layout: ImageLayout;
  /** Whether the weights are wanted too, which takes as long as copying them. */
  readonly weights: boolean;
}

/** Records `forward` as `record` does and lowers it to ONNX. */
export function trace(
  forward: Forward,
  inputs: readonly ExportInput[],
  batch: number,
  options: TraceOptions,
): Trace {
  return record(forward, inputs, batch, (recording) => lowerTrace(recording, options));
}

function lowerTrace(
  { plan, inputs: names, outputs }: Recording,
  { opset, layout, weights: wanted }: TraceOptions,
): Trace {
  const perm = border(layout);
  const weights = new Map<string, StoredArray>();
  const lowered = lower(plan, {
    opset,
    portable: true,
    promoted: new Set(),
    leafPerm: (leaf) => (names.has(leaf) ? perm(leaf.shape) : undefined),
    outputPerm: perm,
    leafName: (leaf, position) => {
      const name = names.get(leaf) ?? `weight_${position}`;
      const { store, shape } = leaf;
      // Copied: what the forward pass made itself goes back to the pool when the trace ends.
      if (wanted && !names.has(leaf) && store?.kind === "tensor")
        weights.set(name, { data: store.data.slice(), dims: permute(shape, store.perm) });
      return name;
    },
  });
  return { lowered, weights, outputNames: outputs };
}
