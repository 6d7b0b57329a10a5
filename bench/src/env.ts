import { existsSync } from "node:fs";
import { join } from "node:path";

/** Real data sets, beside the repository; a benchmark says so and goes on where they are missing. */
export const SHARED_DATA =
  process.env.MASKBOARD_SHARED_DATA ?? join(import.meta.dirname, "../../../shared/data");

/** A Python to prefer to those on the PATH. */
export const PYTHON = process.env.MASKBOARD_PYTHON;

export const HAS_SHARED_DATA = existsSync(SHARED_DATA);
