import { MaskboardError } from "@maskboard/contracts";
import { createStorage } from "@maskboard/storage";
import type { LauncherEnv } from "./env.ts";

/**
 * Finds out before anything else is done whether the storage can be used.
 *
 * @throws {MaskboardError} `misconfigured`, naming the setting.
 */
export async function checkStorage({ storageUrl, s3 }: LauncherEnv): Promise<void> {
  try {
    const storage = createStorage(storageUrl, s3);
    await storage.check().finally(() => storage.close());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MaskboardError("misconfigured", `STORAGE_URL can't be used: ${reason}`, {}, error);
  }
}
