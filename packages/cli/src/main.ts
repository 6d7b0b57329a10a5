#!/usr/bin/env node
import { CommanderError } from "commander";
import { EXIT, toMaskboardError, UsageError } from "./exit.ts";
import { buildProgram } from "./program.ts";
import { printError } from "./run.ts";

// A reader that has seen enough (`maskboard leaderboard … | head`) is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(process.exitCode);
});

const json = process.argv.includes("--json");
try {
  await buildProgram((code) => {
    process.exitCode = code;
  }).parseAsync();
} catch (thrown) {
  const parsing = thrown instanceof CommanderError ? thrown : null;
  if (parsing?.exitCode === 0) {
    // Help that was asked for.
    process.exitCode = EXIT.done;
  } else if (parsing?.code === "commander.help") {
    // No command was named; commander has already shown the help on stderr.
    const error = new UsageError("Which command? None is named.", "See `maskboard --help`.");
    process.exitCode = json ? printError(error, json) : EXIT.usage;
  } else {
    process.exitCode = printError(toMaskboardError(thrown), json);
  }
}
