import { describe, expect, it } from "vitest";
import { countConfusion, createClassIndex, summarize } from "./index.ts";

const classes = [
  { id: 1, name: "head", color: "#e6194b" },
  { id: 2, name: "tail", color: "#3cb44b" },
  { id: 7, name: "wing", color: "#4363d8" },
];
const index = createClassIndex(
  classes.map((c) => c.id),
  0,
);
const images = [
  {
    name: "cat",
    matrix: countConfusion(index, Uint8Array.of(1, 1, 2, 0), Uint8Array.of(1, 2, 2, 1)),
  },
  {
    name: "fish",
    matrix: countConfusion(index, Uint8Array.of(1, 1, 1, 1), Uint8Array.of(1, 1, 1, 99)),
  },
  { name: "void", matrix: countConfusion(index, Uint8Array.of(0, 0), Uint8Array.of(1, 1)) },
];

describe("summarize", () => {
  it("has the shape and numbers of evaluate --json", () => {
    const summary = summarize(classes, images);
    expect(JSON.parse(JSON.stringify(summary))).toEqual({
      meanIou: (4 / 6 + 1 / 2) / 2,
      pixelAccuracy: 5 / 7,
      meanAccuracy: (4 / 6 + 1) / 2,
      frequencyWeightedIou: (6 * (4 / 6) + 1 * (1 / 2)) / 7,
      images: 3,
      pixels: 7,
      perClass: [
        {
          id: 1,
          name: "head",
          iou: 4 / 6,
          dice: 8 / 10,
          precision: 1,
          recall: 4 / 6,
          truthPixels: 6,
          predictedPixels: 4,
        },
        {
          id: 2,
          name: "tail",
          iou: 1 / 2,
          dice: 2 / 3,
          precision: 1 / 2,
          recall: 1,
          truthPixels: 1,
          predictedPixels: 2,
        },
        {
          id: 7,
          name: "wing",
          iou: null,
          dice: null,
          precision: null,
          recall: null,
          truthPixels: 0,
          predictedPixels: 0,
        },
      ],
      perImage: [
        { name: "cat", meanIou: 0.5 },
        { name: "fish", meanIou: 0.75 },
        { name: "void", meanIou: null },
      ],
      confusion: {
        ids: [1, 2, 7],
        matrix: [
          [4, 1, 0],
          [0, 1, 0],
          [0, 0, 0],
        ],
        other: [1, 0, 0],
      },
    });
  });

  it("evaluates a part of a split against the split's classes", () => {
    expect(summarize(classes, images.slice(1), [1, 2]).meanIou).toBe(0.75);
    expect(summarize(classes, [], [1, 2])).toMatchObject({ images: 0, pixels: 0, meanIou: null });
  });

  it("refuses matrices of another class list", () => {
    expect(() => summarize(classes.slice(1), images)).toThrow(RangeError);
  });
});
