import { statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { MaskboardError } from "@maskboard/contracts";

/**
 * Makes a folder for what is written, with those above it.
 * @throws MaskboardError `bad_request` where that can't be, because a file is in the way or the system
 * refuses
 */
export async function makeFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true });
  } catch (error) {
    const file = fileAbove(resolve(dir));
    const { code } = error as NodeJS.ErrnoException;
    const why = file === null ? `the system refuses it (${code})` : `${file} is a file`;
    throw new MaskboardError(
      "bad_request",
      `The folder ${dir} can't be made, because ${why}: give another --out.`,
      { file: file ?? dir },
      error,
    );
  }
}

/** What is no folder among a path and those above it; `null` where all that is there are folders. */
function fileAbove(path: string): string | null {
  // Below a file, not even asking works on every system.
  const found = (() => {
    try {
      return statSync(path, { throwIfNoEntry: false });
    } catch {
      return undefined;
    }
  })();
  if (found) return found.isDirectory() ? null : path;
  return dirname(path) === path ? null : fileAbove(dirname(path));
}
