import { chmod, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Env } from "../env.ts";
import { UsageError } from "../exit.ts";
import { configFolder, ensureConfigFolder } from "./folder.ts";

const credentialsSchema = z.object({
  /** The server that commands talk to when nothing else is said. */
  current: z.string(),
  /** A key belongs to one server and is never sent to another. */
  servers: z.record(z.string(), z.object({ key: z.string(), email: z.string() })),
});
type Credentials = z.infer<typeof credentialsSchema>;

export function credentialsFile(env: Env): string {
  return join(configFolder(env), "credentials.json");
}

/**
 * What `login` stored, or `null`.
 *
 * @throws UsageError when the file can't be read as what it should be
 */
export async function readCredentials(env: Env): Promise<Credentials | null> {
  const file = credentialsFile(env);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new UsageError(`${file} can't be read: ${(error as Error).message}`, `Mend ${file}.`);
  }
  try {
    return credentialsSchema.parse(JSON.parse(text));
  } catch {
    throw new UsageError(`${file} is damaged.`, `Delete ${file} and run \`maskboard login\`.`);
  }
}

/** Stores a key (mode 600) and makes its server the current one. Returns the file's path. */
export async function storeKey(
  env: Env,
  url: string,
  entry: { key: string; email: string },
): Promise<string> {
  const before = await readCredentials(env);
  await ensureConfigFolder(env);
  const file = credentialsFile(env);
  const next: Credentials = { current: url, servers: { ...before?.servers, [url]: entry } };
  // A reader never sees half a file.
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
  await chmod(temporary, 0o600);
  await rename(temporary, file);
  return file;
}
