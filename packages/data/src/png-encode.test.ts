import { describe, expect, test } from "vitest";
import { encodeLabelPng } from "./png-encode.ts";

describe("encodeLabelPng", () => {
  test("uses as many bits as it needs or as it is told", () => {
    const depth = (...labels: number[]) => encodeLabelPng(Uint16Array.from(labels), 2, 1)[24];
    expect([depth(3, 255), depth(3, 256)]).toEqual([8, 16]);
    expect(encodeLabelPng(Uint8Array.of(1, 2), 2, 1, { bitDepth: 16 })[24]).toBe(16);
  });

  test("refuses what it can't store", () => {
    const labels = Uint16Array.of(1, 300);
    expect(() => encodeLabelPng(labels, 3, 1)).toThrow("2 labels for 3 x 1 pixels");
    expect(() => encodeLabelPng(labels, 2, 1, { bitDepth: 8 })).toThrow("8 bits");
    expect(() => encodeLabelPng(labels, 2, 1, { palette: ["#000000"] })).toThrow("palette");
  });
});
