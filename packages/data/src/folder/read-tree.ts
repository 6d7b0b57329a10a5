import { inspectTree } from "./inspect-tree.ts";
import { throwProblems } from "./problems.ts";
import type { SourceTree } from "./tree.ts";
import type { ChallengeFolder, ReadOptions } from "./types.ts";

/**
 * Reads and validates a whole data set: whatever passes here can be served, shown and scored.
 *
 * @throws MaskboardError `challenge_config`, `dataset_layout`, `dataset_unpaired`,
 * `dataset_bad_image`, `dataset_size_mismatch`, `dataset_stray_label`, `dataset_split`
 */
export async function readTree(tree: SourceTree, options: ReadOptions): Promise<ChallengeFolder> {
  const { folder, problems } = await inspectTree(tree, options);
  throwProblems(problems);
  return folder!;
}
