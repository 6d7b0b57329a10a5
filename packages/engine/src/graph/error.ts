import type { Plan } from "./plan.ts";

/** A graph could not be compiled or run; the message names the kernel and the op that the user called. */
export class EngineError extends Error {
  override readonly name = "EngineError";
  /** Kernel of TensorFlow.js that failed, where it is known. */
  readonly kernel: string | null;

  constructor(message: string, kernel: string | null, cause: unknown) {
    super(message, { cause });
    this.kernel = kernel;
  }
}

/** Finds the node that ONNX Runtime's message speaks of: operators are named `Kernel#index/Operator_n`. */
export function explain(plan: Plan, cause: unknown): { index: number | null; error: EngineError } {
  const message = cause instanceof Error ? cause.message : String(cause);
  const found = /\b\w+#(\d+)\//.exec(message);
  const index = found && Number(found[1]) < plan.nodes.length ? Number(found[1]) : null;
  if (index === null)
    return { index, error: new EngineError(`The graph could not be run: ${message}`, null, cause) };
  const node = plan.nodes[index]!;
  const kernel = node.key.split("|", 1)[0]!;
  const shapes = node.inputs.map((input) => `${input.dtype}[${input.shape}]`).join(", ");
  const called = node.scope ? `tf.${node.scope}` : kernel;
  return {
    index,
    error: new EngineError(
      `${called} (kernel ${kernel}) of ${shapes} failed: ${message}`,
      kernel,
      cause,
    ),
  };
}
