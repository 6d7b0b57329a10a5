import { chmod, mkdir } from "node:fs/promises";
import envPaths from "env-paths";
import type { Env } from "../env.ts";

/** The user's configuration folder: `$XDG_CONFIG_HOME/maskboard` and its like on other systems. */
export function configFolder(env: Env): string {
  return env.configDir ?? envPaths("maskboard", { suffix: "" }).config;
}

/** Creates the folder for its owner alone and returns its path. */
export async function ensureConfigFolder(env: Env): Promise<string> {
  const folder = configFolder(env);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  return folder;
}
