import { expect, test } from "vitest";
import { argmaxResized } from "./argmax-resized.ts";
import { resizedLabels } from "./resized-labels.ts";

const IDS = [0, 1, 2, 3];
const KNOWN = [1, 4, 5, 6, 7, 9];

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
  expect([...argmaxResized(logits(data, 2, 2, 2), frame(2, 2), IDS)]).toEqual([1, 0, 0, 1]);
  expect([...argmaxResized(logits(data, 2, 2, 2, true), frame(2, 2), IDS)]).toEqual([1, 0, 1, 1]);
});

test("logits are blended, not labels: the border lies where they cross", () => {
  // torch.nn.functional.interpolate([0, 8], size=8, mode="bilinear"): 0 0 .125*8 .375*8 ...
  // crosses the constant 2.5 between the third (1) and the fourth (3).
  const data = [0, 8, 2.5, 2.5];
  expect([...argmaxResized(logits(data, 2, 2, 1), frame(8, 1), IDS)]).toEqual([
    1, 1, 1, 0, 0, 0, 0, 0,
  ]);
  expect([...argmaxResized(logits(data, 2, 1, 2), frame(1, 8), IDS)]).toEqual([
    1, 1, 1, 0, 0, 0, 0, 0,
  ]);
});

test("labels are never blended", () => {
  const labels = Uint16Array.of(1, 9, 4, 4);
  const size = { width: 2, height: 2 };
  expect([...resizedLabels(labels, size, frame(4, 2), KNOWN)]).toEqual([1, 1, 9, 9, 4, 4, 4, 4]);
  expect([...resizedLabels(labels, size, frame(1, 1), KNOWN)]).toEqual([4]);
});

test("what lies around a letterboxed image is not blended in", () => {
  const input = { width: 8, height: 4 };
  const content = { width: 4, height: 4 };
  const boxed = { input, content, at: { x: 2, y: 0 }, image: { width: 8, height: 8 } };
  // Two planes: class 0 wins within the image, class 1 by far around it.
  const rows = (inside: number, around: number) =>
    Array.from({ length: 32 }, (_, i) => (i % 8 >= 2 && i % 8 < 6 ? inside : around));
  const planes = logits([...rows(1, 0), ...rows(0, 99)], 2, 8, 4);
  expect(new Set(argmaxResized(planes, boxed, IDS))).toEqual(new Set([0]));
  const labels = Uint16Array.from(rows(5, 6));
  expect(new Set(resizedLabels(labels, input, boxed, KNOWN))).toEqual(new Set([5]));
  // At half the size of the input each pixel holds two columns.
  const half = Uint16Array.of(6, 5, 7, 6, 6, 5, 7, 6);
  expect([...resizedLabels(half, { width: 4, height: 2 }, boxed, KNOWN).subarray(0, 8)]).toEqual([
    5, 5, 5, 5, 7, 7, 7, 7,
  ]);
});

test("one channel tells two classes apart", () => {
  const plane = logits([-1, 2, 0.25, 0.75], 1, 4, 1);
  expect([...argmaxResized({ ...plane, background: 0 }, frame(4, 1), IDS)]).toEqual([0, 1, 1, 1]);
  expect([...argmaxResized({ ...plane, background: 0.5 }, frame(4, 1), IDS)]).toEqual([0, 1, 0, 1]);
});

test("what is taken over from four winners that agree is what a blend of all would give", () => {
  let state = 7;
  // Smooth planes, as networks make them.
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  for (const [from, to, classes] of [
    [{ width: 7, height: 5 }, { width: 40, height: 33 }, 4],
    [{ width: 30, height: 20 }, { width: 11, height: 9 }, 3],
    [{ width: 9, height: 9 }, { width: 9, height: 9 }, 2],
    [{ width: 4, height: 3 }, { width: 90, height: 70 }, 4],
  ] as const) {
    const data = Array.from({ length: classes * from.width * from.height }, random);
    const planes = logits(data, classes, from.width, from.height);
    const labels = argmaxResized(planes, frame(to.width, to.height), IDS);
    const clamp = (value: number, most: number) => Math.min(most - 1, Math.max(0, value));
    for (let y = 0; y < to.height; y++) {
      for (let x = 0; x < to.width; x++) {
        const py = clamp(((y + 0.5) * from.height) / to.height - 0.5, from.height);
        const px = clamp(((x + 0.5) * from.width) / to.width - 0.5, from.width);
        const [y0, x0] = [Math.floor(py), Math.floor(px)];
        const values = Array.from({ length: classes }, (_, k) => {
          const at = (j: number, i: number) =>
            planes.data[
              k * planes.classStep + clamp(j, from.height) * from.width + clamp(i, from.width)
            ]!;
          const upper = at(y0, x0) + (px - x0) * (at(y0, x0 + 1) - at(y0, x0));
          const lower = at(y0 + 1, x0) + (px - x0) * (at(y0 + 1, x0 + 1) - at(y0 + 1, x0));
          return upper + (py - y0) * (lower - upper);
        });
        const winner = values[labels[y * to.width + x]!]!;
        expect(Math.max(...values) - winner).toBeLessThan(1e-6);
      }
    }
  }
});

test("labels take one byte where every id of the challenge fits, two where one does not", () => {
  const planes = logits([1, 5, 2, 2], 2, 2, 1);
  expect(argmaxResized(planes, frame(2, 1), [7, 255])).toEqual(Uint8Array.of(255, 7));
  expect(argmaxResized(planes, frame(2, 1), [7, 256])).toEqual(Uint16Array.of(256, 7));
  const known = [7, 255, 256];
  expect(argmaxResized(planes, frame(2, 1), [7, 255], known)).toEqual(Uint16Array.of(255, 7));
});
