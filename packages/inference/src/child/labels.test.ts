import { expect, test } from "vitest";
import { argmaxResized, resizedLabels } from "./labels.ts";

/** The whole output stands for the whole image. */
const frame = (width: number, height: number) => {
  const image = { width, height };
  return { image, input: image, content: image, at: { x: 0, y: 0 } };
};

const logits = (data: number[], classes: number, width: number, height: number, nhwc = false) => ({
  data: Float32Array.from(data),
  classStep: nhwc ? 1 : width * height,
  pixelStep: nhwc ? classes : 1,
  classes,
  width,
  height,
});

test("without a change of size it is the largest of each pixel, the first of equals", () => {
  const data = [1, 5, 2, 2, 3, 4, 2, 9];
  expect([...argmaxResized(logits(data, 2, 2, 2), frame(2, 2))]).toEqual([1, 0, 0, 1]);
  expect([...argmaxResized(logits(data, 2, 2, 2, true), frame(2, 2))]).toEqual([1, 0, 1, 1]);
});

test("logits are blended, not labels: the border lies where they cross", () => {
  // torch.nn.functional.interpolate([0, 8], size=8, mode="bilinear"): 0 0 .125*8 .375*8 ...
  // crosses the constant 2.5 between the third (1) and the fourth (3).
  const data = [0, 8, 2.5, 2.5];
  expect([...argmaxResized(logits(data, 2, 2, 1), frame(8, 1))]).toEqual([1, 1, 1, 0, 0, 0, 0, 0]);
  expect([...argmaxResized(logits(data, 2, 1, 2), frame(1, 8))]).toEqual([1, 1, 1, 0, 0, 0, 0, 0]);
});

test("labels are never blended", () => {
  const labels = Uint16Array.of(1, 9, 4, 4);
  const size = { width: 2, height: 2 };
  expect([...resizedLabels(labels, size, frame(4, 2))]).toEqual([1, 1, 9, 9, 4, 4, 4, 4]);
  expect([...resizedLabels(labels, size, frame(1, 1))]).toEqual([4]);
});

test("what lies around a letterboxed image is not blended in", () => {
  const input = { width: 8, height: 4 };
  const content = { width: 4, height: 4 };
  const boxed = { input, content, at: { x: 2, y: 0 }, image: { width: 8, height: 8 } };
  // Two planes: class 0 wins within the image, class 1 by far around it.
  const rows = (inside: number, around: number) =>
    Array.from({ length: 32 }, (_, i) => (i % 8 >= 2 && i % 8 < 6 ? inside : around));
  const planes = logits([...rows(1, 0), ...rows(0, 99)], 2, 8, 4);
  expect(new Set(argmaxResized(planes, boxed))).toEqual(new Set([0]));
  const labels = Uint16Array.from(rows(5, 6));
  expect(new Set(resizedLabels(labels, input, boxed))).toEqual(new Set([5]));
  // At half the size of the input each pixel holds two columns.
  const half = Uint16Array.of(6, 5, 7, 6, 6, 5, 7, 6);
  expect([...resizedLabels(half, { width: 4, height: 2 }, boxed).subarray(0, 8)]).toEqual([
    5, 5, 5, 5, 7, 7, 7, 7,
  ]);
});
