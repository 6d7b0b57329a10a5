import { sandboxSupport } from "@maskboard/inference";
import type { Logger } from "pino";

/** Logs how well submitted models are walled in on this machine. */
export async function tellSandbox(log: Logger): Promise<void> {
  const { layers, missing } = await sandboxSupport();
  if (missing.length === 0) log.info({ layers }, "sandbox for models: everything is enforced");
  else log.warn({ layers, missing }, "sandbox for models: not everything can be enforced here");
}
