import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { onTestFinished } from "vitest";
import { CLASS_MAP, maskPng } from "./masks.ts";

export async function temporaryFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "maskboard-data-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** A picture with some texture, so that JPEG has something to do. */
export function picture(width: number, height: number): Sharp {
  const data = Buffer.from(
    Uint8Array.from({ length: 3 * width * height }, (_, i) => (i * i) % 251),
  );
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/**
 * Writes a challenge folder of 3 training and 4 test images, with some files replaced, added or
 * (`null`) left out.
 */
export async function challengeFolder(
  changes: Record<string, string | Uint8Array | null> = {},
): Promise<string> {
  const dir = await temporaryFolder();
  const files = new Map<string, string | Uint8Array | null>([
    ["classes.json", JSON.stringify(CLASS_MAP)],
  ]);
  const jpeg = await picture(24, 16).jpeg().toBuffer();
  for (const stem of ["a", "b", "c"]) {
    files.set(`train/images/${stem}.jpg`, jpeg);
    files.set(`train/masks/${stem}.png`, maskPng(24, 16));
  }
  for (const stem of ["p", "q", "r", "s"]) {
    files.set(`test/images/${stem}.jpg`, jpeg);
    files.set(`test/masks/${stem}.png`, maskPng(24, 16));
  }
  for (const [path, data] of Object.entries(changes)) files.set(path, data);
  for (const [path, data] of files) {
    if (data === null) continue;
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), data);
  }
  return dir;
}
