import { MaskboardError } from "@maskboard/contracts";
import { inspectTree } from "./inspect-tree.ts";
import { readTree } from "./read-tree.ts";
import { listFolder, type SourceTree } from "./tree.ts";
import type { ChallengeFolder, ChallengeInspection, ReadOptions } from "./types.ts";

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
  return readTree(await list(dir), options);
}

/**
 * Looks at a challenge folder and tells all that is in it and wrong with it.
 *
 * @throws MaskboardError `challenge_config`, `dataset_layout` when there is nothing to look at
 */
export async function inspectChallengeFolder(
  dir: string,
  options: InspectFolderOptions = {},
): Promise<ChallengeInspection> {
  return inspectTree(await list(dir, options.within), options);
}

export interface InspectFolderOptions extends ReadOptions {
  /** Links that lead out of this folder are refused. */
  readonly within?: string;
}

async function list(dir: string, within?: string): Promise<SourceTree> {
  try {
    return await listFolder(dir, within);
  } catch (error) {
    if (error instanceof MaskboardError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new MaskboardError(
      "dataset_layout",
      `The folder can't be read: ${why}`,
      { file: dir },
      error,
    );
  }
}
