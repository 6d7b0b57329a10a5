import type { MaskboardError } from "@maskboard/contracts";
import { readEnv } from "./env.ts";
import { EXIT, type ExitCode, exitCodeOf, toMaskboardError } from "./exit.ts";
import { errorText } from "./output/errors.ts";
import type { Report } from "./report.ts";
import { type GlobalOptions, Session } from "./session.ts";

/** Runs one command and prints its outcome: the only place that writes to stdout. */
export async function perform(
  options: GlobalOptions,
  command: (session: Session) => Promise<Report>,
): Promise<ExitCode> {
  try {
    const session = new Session(options, readEnv());
    const report = await command(session).finally(() => session.progress.clear());
    process.stdout.write(options.json ? `${JSON.stringify(report.json)}\n` : `${report.text}\n`);
    return report.exitCode ?? EXIT.done;
  } catch (thrown) {
    return printError(toMaskboardError(thrown), options.json === true);
  }
}

/** Says what is wrong and what to change on stderr, and with `json` as JSON on stdout too. */
export function printError(error: MaskboardError, json: boolean): ExitCode {
  process.stderr.write(`${errorText(error)}\n`);
  if (json) process.stdout.write(`${JSON.stringify({ error })}\n`);
  return exitCodeOf(error);
}
