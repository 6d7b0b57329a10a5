import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** Real data that lies beside the project on some machines; tests that need it say so and skip. */
export const SHARED_DATA = process.env.MASKBOARD_SHARED_DATA ?? join(ROOT, "..", "shared", "data");

/** Why a test that needs `folder` of the shared data does not run, or `false`. */
export function without(folder: string): boolean {
  return !existsSync(join(SHARED_DATA, folder));
}
