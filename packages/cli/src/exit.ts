import { MaskboardError } from "@maskboard/contracts";
import { CommanderError } from "commander";

/** Exit codes: done; refused (invalid input, wrong state); usage; server out of reach. */
export const EXIT = { done: 0, refused: 1, usage: 2, unreachable: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command line itself is at fault: an unknown option, a path that is not there. */
export class UsageError extends MaskboardError {
  readonly #fix: string;

  constructor(message: string, fix: string) {
    super("bad_request", message);
    this.#fix = fix;
  }

  override get fix(): string {
    return this.#fix;
  }
}

/** Any thrown thing as an error of the taxonomy. */
export function toMaskboardError(thrown: unknown): MaskboardError {
  if (thrown instanceof MaskboardError) return thrown;
  if (thrown instanceof CommanderError) {
    return new UsageError(
      thrown.message.replace(/^error: /, ""),
      "See `maskboard help` or `maskboard COMMAND --help`.",
    );
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new MaskboardError("internal", message, {}, thrown);
}

export function exitCodeOf(error: MaskboardError): ExitCode {
  if (error instanceof UsageError) return EXIT.usage;
  return error.code === "unreachable" ? EXIT.unreachable : EXIT.refused;
}
