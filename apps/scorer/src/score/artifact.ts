import { rm } from "node:fs/promises";
import { fileSha256 } from "@maskboard/data";
import type { Storage } from "@maskboard/storage";
import { workFolder } from "../work-folder.ts";

/**
 * Hands an uploaded file to `use` as a local file, after making sure that it is the one that was
 * uploaded; what was downloaded for it is removed afterwards.
 *
 * @throws Error when its SHA-256 is not the one noted at the upload: storage returned other bytes
 */
export async function withArtifact<Result>(
  storage: Storage,
  artifact: { readonly key: string; readonly sha256: string },
  signal: AbortSignal,
  use: (file: string) => Promise<Result>,
): Promise<Result> {
  const folder = await workFolder();
  try {
    const file = await storage.toLocalFile(artifact.key, folder);
    const sha256 = await fileSha256(file, signal);
    if (sha256 !== artifact.sha256) {
      throw new Error(`${artifact.key} has SHA-256 ${sha256}, expected ${artifact.sha256}`);
    }
    return await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
