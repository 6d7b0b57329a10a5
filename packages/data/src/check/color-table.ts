import { type ClassMap, MaskboardError } from "@maskboard/contracts";
import type { Labels, MaskTarget } from "./mask-types.ts";

/** Exact look-up from 24-bit colours to class ids. Black stands for void where no class has it. */
export class ColorTable {
  readonly #ids = new Map<number, number>();

  constructor(classMap: ClassMap) {
    if (classMap.void !== undefined) this.#ids.set(0, classMap.void);
    for (const { id, color } of classMap.classes) {
      this.#ids.set(Number.parseInt(color.slice(1), 16), id);
    }
  }

  /**
   * @param rgb three bytes a pixel in row order
   * @throws MaskboardError `mask_unknown_color` with the first pixel whose colour no class has
   */
  labels(rgb: Uint8Array, { file, width }: MaskTarget): Labels {
    const wide = [...this.#ids.values()].some((id) => id > 255);
    const labels = wide ? new Uint16Array(rgb.length / 3) : new Uint8Array(rgb.length / 3);
    let lastColor = -1;
    let lastId = 0;
    for (let pixel = 0; pixel < labels.length; pixel++) {
      const at = 3 * pixel;
      const color = (rgb[at]! << 16) | (rgb[at + 1]! << 8) | rgb[at + 2]!;
      if (color !== lastColor) {
        const id = this.#ids.get(color);
        if (id === undefined)
          throw unknownColor(file, color, pixel % width, Math.floor(pixel / width));
        lastColor = color;
        lastId = id;
      }
      labels[pixel] = lastId;
    }
    return labels;
  }
}

function unknownColor(file: string, color: number, x: number, y: number): MaskboardError {
  const value = `#${color.toString(16).padStart(6, "0")}`;
  return new MaskboardError(
    "mask_unknown_color",
    `'${file}' has the colour ${value} at x ${x}, y ${y}, which no class has.`,
    { file, x, y, value },
  );
}
