/** `pnpm baseline:train|compare|evaluate|predict|submit`. Progress on stderr, the result on stdout. */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { CommanderError } from "@commander-js/extra-typings";
import { MaskboardError } from "@maskboard/contracts";
import { withAliases } from "./aliases.ts";
import { readEnv, tunedEnvironment } from "./env.ts";
import { buildProgram } from "./program.ts";

async function run(): Promise<number> {
  try {
    await buildProgram((text) => process.stdout.write(`${text}\n`)).parseAsync(
      withAliases(process.argv),
    );
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof Error)) throw error;
    const known = error instanceof MaskboardError;
    process.stderr.write(`${error.message}\n${known ? `${error.fix}\n` : ""}`);
    return known && error.code === "unreachable" ? 3 : 1;
  }
}

// The allocator reads its settings when a process starts, so training is one of its own.
if (process.platform === "linux" && !readEnv().tuned) {
  const child = spawn(process.execPath, process.argv.slice(1), {
    stdio: "inherit",
    env: tunedEnvironment(),
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 1);
  });
} else {
  process.exitCode = await run();
}
