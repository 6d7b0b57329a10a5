import { MaskboardError } from "@maskboard/contracts";
import { readTree } from "./read-tree.ts";
import { listFolder, type SourceTree } from "./tree.ts";
import type { ChallengeFolder, ReadOptions } from "./types.ts";

/**
 * Reads a challenge folder: `challenge.yaml` or `classes.json`, `train/{images,masks[,depth]}`,
 * `test/{images,masks[,depth]}` and optionally `test/split.csv`.
 *
 * @throws MaskboardError with a code of `IMPORT_ERRORS` that names every file at fault
 */
export async function readChallengeFolder(
  dir: string,
  options: ReadOptions = {},
): Promise<ChallengeFolder> {
  let tree: SourceTree;
  try {
    tree = await listFolder(dir);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new MaskboardError(
      "dataset_layout",
      `The folder can't be read: ${why}`,
      { file: dir },
      error,
    );
  }
  return readTree(tree, options);
}
