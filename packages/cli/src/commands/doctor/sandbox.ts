import { type Finding, note, ok } from "./finding.ts";

/** How well submitted models are walled in, should a scorer run on this machine. */
export async function inspectSandbox(): Promise<Finding> {
  const { sandboxSupport } = await import("@maskboard/inference");
  const { layers, missing } = await sandboxSupport();
  if (missing.length === 0) return ok("models", `run walled in here: ${layers.join(", ")}`);
  return note(
    "models",
    missing.join("; "),
    "Only matters where a scorer runs; docs/model-submissions.md tells what it needs.",
  );
}
