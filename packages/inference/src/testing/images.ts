import type { ModelImage } from "../run-model.ts";

/** The primary colours as classes with ids of their own. */
export const classMap = {
  classes: [
    { id: 0, name: "red", color: "#ff0000" },
    { id: 3, name: "green", color: "#00ff00" },
    { id: 7, name: "blue", color: "#0000ff" },
  ],
};

/** Left half of the first colour, right half of the second. */
export function halves(width: number, height: number, left: number, right: number): ModelImage {
  return {
    width,
    height,
    async read(size) {
      const rgb = new Uint8Array(3 * size.width * size.height);
      for (let at = 0; at < size.width * size.height; at++) {
        rgb[3 * at + (at % size.width < size.width / 2 ? left : right)] = 255;
      }
      return { ...size, rgb };
    },
  };
}
