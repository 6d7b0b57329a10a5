import { closeSync, openSync, readFileSync, renameSync, statSync } from "node:fs";

/** A log that has grown beyond this is put aside (one generation) when its service starts. */
const ROTATE_BYTES = 10 * 2 ** 20;

/** Opens a log for appending; the descriptor can be given to a child process. */
export function openLog(file: string): { descriptor: number; close(): void } {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > ROTATE_BYTES) renameSync(file, `${file}.1`);
  const descriptor = openSync(file, "a", 0o600);
  return { descriptor, close: () => closeSync(descriptor) };
}

/** The last lines of a log, for the terminal when something fails. */
export function tail(file: string, lines = 20): string[] {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(-lines);
  } catch {
    return [];
  }
}
