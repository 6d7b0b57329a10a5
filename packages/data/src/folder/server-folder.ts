import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { MaskboardError } from "@maskboard/contracts";

/**
 * The path of a folder that an admin named, below the import root. Links are for the reader to
 * follow or refuse.
 *
 * @throws MaskboardError `bad_request` when it lies elsewhere or nothing may be imported this way
 */
export function serverFolderPath(importRoot: string | null, folder: string): string {
  if (importRoot === null) {
    throw new MaskboardError(
      "bad_request",
      "No folder of this server may be imported: MASKBOARD_IMPORT_ROOT is not set.",
    );
  }
  const path = resolve(join(importRoot, folder));
  const below = relative(resolve(importRoot), path);
  if (isAbsolute(folder) || below === ".." || below.startsWith(`..${sep}`) || isAbsolute(below)) {
    throw new MaskboardError(
      "bad_request",
      `'${folder}' is no folder below the import root; name it relative to that, without '..'.`,
      { value: folder },
    );
  }
  return path;
}
