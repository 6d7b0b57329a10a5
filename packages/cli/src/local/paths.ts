import { stat } from "node:fs/promises";
import { UsageError } from "../exit.ts";

async function kindOf(path: string): Promise<"file" | "folder" | "other"> {
  try {
    const found = await stat(path);
    if (found.isFile()) return "file";
    return found.isDirectory() ? "folder" : "other";
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "does not exist" : `can't be read (${code})`;
    throw new UsageError(`${path} ${reason}.`, "Check the path.");
  }
}

/** @throws UsageError unless the path is a file */
export async function needFile(path: string): Promise<void> {
  if ((await kindOf(path)) !== "file") throw new UsageError(`${path} is no file.`, "Give a file.");
}

/** @throws UsageError unless the path is a folder */
export async function needFolder(path: string): Promise<void> {
  if ((await kindOf(path)) !== "folder") {
    throw new UsageError(`${path} is no folder.`, "Give a folder.");
  }
}
