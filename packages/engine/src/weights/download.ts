import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { WeightsError } from "./safetensors.ts";

/** A file of published weights. */
export interface Published {
  readonly url: string;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  /** Name in the cache. */
  readonly file: string;
}

const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/**
 * The path of a published weights file in a cache folder, downloaded once and checked each time.
 *
 * @throws WeightsError offline, with which file to put where, or where the content is not as published
 */
export async function fetchWeights(
  { url, sha256, file }: Published,
  cache: string,
): Promise<string> {
  const path = join(cache, file);
  const kept = await readFile(path).catch(() => null);
  if (kept) {
    const found = digest(kept);
    if (found === sha256) return path;
    throw new WeightsError(
      `${path} is not the published file: SHA-256 ${found} instead of ${sha256}. Delete it to download it again.`,
    );
  }
  const bytes = await download(url, path, sha256);
  const found = digest(bytes);
  if (found !== sha256)
    throw new WeightsError(`${url} has SHA-256 ${found} instead of ${sha256}; it is not kept.`);
  await mkdir(cache, { recursive: true });
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
  return path;
}

async function download(url: string, path: string, sha256: string): Promise<Uint8Array> {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw new WeightsError(
      `${url} can't be downloaded (${(error as Error).message}). Without a network put that file at ${path}; its SHA-256 must be ${sha256}.`,
      { cause: error },
    );
  }
}
