import { constants } from "node:fs";
import { access, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MaskboardError } from "@maskboard/contracts";

/** The places below MASKBOARD_HOME. */
export interface Home {
  readonly root: string;
  readonly postgres: string;
  readonly storage: string;
  readonly uploads: string;
  readonly cache: string;
  readonly logs: string;
  readonly seed: string;
  readonly credentials: string;
  readonly secret: string;
  readonly lock: string;
}

function homeAt(root: string): Home {
  return {
    root,
    postgres: join(root, "postgres"),
    storage: join(root, "storage"),
    uploads: join(root, "uploads"),
    cache: join(root, "cache"),
    logs: join(root, "logs"),
    seed: join(root, "seed"),
    credentials: join(root, "credentials.json"),
    secret: join(root, "auth-secret"),
    lock: join(root, "launcher.lock"),
  };
}

/**
 * Makes the folders and proves that they can be written.
 *
 * @throws {MaskboardError} `misconfigured` when they can't.
 */
export async function prepareHome(root: string): Promise<Home> {
  const home = homeAt(root);
  try {
    await mkdir(root, { recursive: true });
    for (const folder of [home.storage, home.uploads, home.cache, home.logs, home.seed]) {
      await mkdir(folder, { recursive: true });
      await access(folder, constants.W_OK);
    }
    const probe = join(root, `.write-test-${process.pid}`);
    await writeFile(probe, "");
    await rm(probe);
  } catch (error) {
    throw new MaskboardError(
      "misconfigured",
      `No permission to write in ${root} (${(error as NodeJS.ErrnoException).code}). Change its owner, or set MASKBOARD_HOME to another folder.`,
      {},
      error,
    );
  }
  return home;
}
