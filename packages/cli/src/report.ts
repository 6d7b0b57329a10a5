import type { ExitCode } from "./exit.ts";

/**
 * What a command has to say in the end. Commands never write to stdout themselves, so that with
 * `--json` nothing but the one value can get there.
 */
export interface Report {
  /** Printed with `--json`, as one JSON value. */
  readonly json: unknown;
  /** Printed otherwise. */
  readonly text: string;
  /** 0 unless the outcome is a refusal that has a form of its own. */
  readonly exitCode?: ExitCode;
}
