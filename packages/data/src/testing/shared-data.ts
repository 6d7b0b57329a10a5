import { existsSync } from "node:fs";
import { join } from "node:path";

/** Real data sets that tests use where they are present; they are no part of the repository. */
export const SHARED_DATA =
  process.env.MASKBOARD_SHARED_DATA ?? join(import.meta.dirname, "../../../../../shared/data");

export const NO_SHARED_DATA = !existsSync(SHARED_DATA);
