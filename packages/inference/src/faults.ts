import { type ErrorCode, MaskboardError } from "@maskboard/contracts";
import { z } from "zod";
import type { ChildFault } from "./child/messages.ts";
import type { ProcessEnded, RunLimits } from "./model-process.ts";

const answerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("loaded") }),
  z.object({ kind: z.literal("labels") }),
  z.object({
    kind: z.literal("fault"),
    fault: z.enum(["invalid", "operator", "shape", "nan", "memory", "run"]),
    text: z.string().max(2_000),
  }),
]);

const CODES: Record<ChildFault, ErrorCode> = {
  invalid: "model_invalid",
  operator: "model_operator",
  shape: "model_shape",
  nan: "model_nan",
  memory: "model_memory",
  run: "model_crashed",
};

/** Said where the model has seen hidden images: nothing that depends on them. */
const KINDS: Record<ChildFault, string> = {
  invalid: "The model can't be loaded.",
  operator: "The model needs an operator that is not there on some test image.",
  shape: "The model's output has another shape, or other labels, on some test image.",
  nan: "The model's output holds NaN or infinity on some test image.",
  memory: "The model asked for more memory than there is on some test image.",
  run: "The model stopped with an error on some test image.",
};

/**
 * The error in an answer of the model process, if it is one.
 *
 * @param errors `hidden`: only its kind is told
 */
export function answerFault(head: unknown, errors: "told" | "hidden"): MaskboardError | null {
  const answer = answerSchema.safeParse(head);
  if (!answer.success) {
    return new MaskboardError("model_crashed", "The model's process broke off its answer.");
  }
  if (answer.data.kind !== "fault") return null;
  const { fault, text } = answer.data;
  if (errors === "hidden") return new MaskboardError(CODES[fault], KINDS[fault]);
  const unknown =
    /could not find an implementation|no op registered|not a registered function/i.test(text);
  return new MaskboardError(unknown ? "model_operator" : CODES[fault], cleaned(text));
}

/** ONNX Runtime's messages name its own source files and functions, which helps nobody. */
function cleaned(text: string): string {
  return text
    .replace(/\/\S+\.(?:cc|h|cpp):\d+\s*/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 500);
}

/** How a process that is no more is told to the team. */
export function endFault({ reason, message }: ProcessEnded, limits: RunLimits): Error {
  switch (reason) {
    case "too-slow":
      return new MaskboardError(
        "model_too_slow",
        `The model took longer than the ${limits.seconds} s that it has for the test images, a quarter of them for loading and a first picture.`,
        { limit: limits.seconds },
      );
    case "memory":
      return new MaskboardError(
        "model_memory",
        `The model took more than the ${limits.memoryMiB} MiB of memory that it has.`,
        { limit: limits.memoryMiB },
      );
    case "crashed":
      return new MaskboardError("model_crashed", "The model's process ended abruptly.");
    case "aborted":
      return new Error(message);
  }
}
