import { MaskboardError } from "@maskboard/contracts";
import { sql } from "drizzle-orm";

/**
 * Whether the data set version of a query's row is from before a draft got other data as a whole:
 * only an import makes a split of kind `import`. Corrections of single masks replace nothing.
 */
export const replacedData = sql<boolean>`exists (
  select 1 from dataset_version later
  join split_version imported on imported.dataset_version_id = later.id
  where later.challenge_id = dataset_version.challenge_id
    and later.version > dataset_version.version and imported.method->>'kind' = 'import')`;

/**
 * Classes belong to the challenge and came with the other data: masks and scores of what was there
 * before can't be read by them.
 * @throws MaskboardError `wrong_state`
 */
export function refuseReplaced(split: { version: number; replaced: boolean }): void {
  if (!split.replaced) return;
  throw new MaskboardError(
    "wrong_state",
    `Split ${split.version} is of data that was replaced as a whole. Upload that data again to use it.`,
    { value: split.version },
  );
}
