import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";

/** Writes a picture as `NAME.svg`, and as `NAME.png` at 1.5 times its size. */
export async function writeSvg(dir: string, name: string, svg: string): Promise<void> {
  await writeFile(join(dir, `${name}.svg`), svg);
  await sharp(Buffer.from(svg), { density: 144 })
    .png()
    .toFile(join(dir, `${name}.png`));
}
