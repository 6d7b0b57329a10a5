import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";

/** Writes a file that only its owner can read, whole or not at all. */
export async function writePrivate(file: string, text: string): Promise<void> {
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, text, { mode: 0o600 });
  await rename(partial, file);
}

/** The text of a file, or `undefined` where there is none. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** The secret that signs sessions: made once, kept for the owner only. */
export async function keptSecret(file: string): Promise<string> {
  const kept = (await readIfThere(file))?.trim();
  if (kept) return kept;
  const secret = randomBytes(32).toString("hex");
  await writePrivate(file, `${secret}\n`);
  return secret;
}

/** A password that people can copy by hand: four groups of four unmistakable characters. */
export function newPassword(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  // 31 letters: bytes from 248 on would favour the first ones.
  const fair = [...randomBytes(64)].filter((byte) => byte < 248).slice(0, 16);
  return fair
    .map((byte) => letters[byte % letters.length])
    .join("")
    .replace(/(.{4})(?=.)/g, "$1-");
}
