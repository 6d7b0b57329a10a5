import { describe, expect, it } from "vitest";
import { colorize, colorTable } from "./colorize.ts";

const colors = colorTable([
  { id: 0, name: "ground", color: "#102030" },
  { id: 9, name: "ant", color: "#ff0080" },
]);

describe("colorize", () => {
  it("paints each label in its class's colour and others gray", () => {
    const { pixels } = colorize({ width: 3, height: 1, labels: [9, 0, 4] }, colors);
    expect([...pixels]).toEqual([255, 0, 128, 255, 16, 32, 48, 255, 128, 128, 128, 255]);
  });

  it("takes one label for each pixel of a smaller picture and never mixes", () => {
    const labels = Array.from({ length: 100 * 50 }, (_, index) => (index % 100 < 50 ? 0 : 9));
    const small = colorize({ width: 100, height: 50, labels }, colors, 10);
    expect([small.width, small.height]).toEqual([10, 5]);
    expect([...small.pixels.slice(16, 24)]).toEqual([16, 32, 48, 255, 255, 0, 128, 255]);
  });
});
