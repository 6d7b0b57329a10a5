/** `pnpm baseline:train|compare|evaluate|predict|submit`. Progress on stderr, the result on stdout. */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { CommanderError } from "@commander-js/extra-typings";
import { exitCodeOf } from "@maskboard/cli/usage";
import { MaskboardError } from "@maskboard/contracts";
import { withAliases } from "./aliases.ts";
import { readEnv, tunedEnvironment } from "./env.ts";
import { buildProgram } from "./program.ts";

/** Says what is wrong and what to change. @returns the exit code, as those of `maskboard` */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (!(error instanceof Error)) throw error;
  const known = error instanceof MaskboardError;
  process.stderr.write(`${error.message}\n${known ? `${error.fix}\n` : ""}`);
  return known ? exitCodeOf(error) : 1;
}

/** The same command in a process of its own: the allocator reads its settings when one starts. */
function runTuned(): void {
  const child = spawn(process.execPath, process.argv.slice(1), {
    stdio: "inherit",
    env: tunedEnvironment(),
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 1);
  });
}

try {
  if (process.platform === "linux" && !readEnv().tuned) runTuned();
  else {
    const program = buildProgram((text) => process.stdout.write(`${text}\n`));
    await program.parseAsync(withAliases(process.argv));
  }
} catch (error) {
  process.exitCode = report(error);
}
