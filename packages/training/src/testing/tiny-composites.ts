import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { temporaryFolder } from "./tiny-challenge.ts";

/** Folders of two gradients, and of two objects whose right half is transparent. */
export async function tinyParts(): Promise<{ backgrounds: string; foregrounds: string }> {
  const dir = await temporaryFolder();
  const [backgrounds, foregrounds] = [join(dir, "backgrounds"), join(dir, "foregrounds")];
  for (const folder of [backgrounds, foregrounds]) await mkdir(folder);
  for (let n = 0; n < 2; n++) {
    const rgb = Uint8Array.from({ length: 48 * 48 * 3 }, (_, i) => 40 + 30 * n + (i % 144) / 2);
    await sharp(rgb, { raw: { width: 48, height: 48, channels: 3 } })
      .png()
      .toFile(join(backgrounds, `bg${n}.png`));
    const rgba = Uint8Array.from({ length: 16 * 16 * 4 }, (_, i) => {
      const x = (i >> 2) % 16;
      return i % 4 === 3 ? (x < 8 ? 255 : 0) : 220 - 20 * n;
    });
    await sharp(rgba, { raw: { width: 16, height: 16, channels: 4 } })
      .png()
      .toFile(join(foregrounds, `fg${n}.png`));
  }
  return { backgrounds, foregrounds };
}
