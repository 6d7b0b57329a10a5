import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { type Box, hottest } from "../src/region/box.ts";
import { cropTo, pasteInto } from "../src/region/resample.ts";
import { BACKENDS, use } from "./backend.ts";
import { expectClose, image } from "./formula.ts";

/** A box that does not depend on the map: rows 1/4 to 3/4, columns 1/8 to 1, of every image. */
const fixed = (n: number) => (): Box => {
  const all = (value: number) => tf.fill([n], value) as tf.Tensor1D;
  return { rows: { from: all(0.25), to: all(0.75) }, columns: { from: all(0.125), to: all(1) } };
};

describe.each(BACKENDS)("regions on %s", (backend) => {
  test("the box is the smallest around what is hot, image by image", async () => {
    await use(backend);
    const map = tf.tidy(() => {
      const heat = tf.buffer([2, 4, 5, 2]);
      heat.set(10, 0, 1, 2, 0);
      heat.set(8, 0, 2, 4, 1);
      heat.set(6, 0, 3, 0, 1); // below 0.7 of the range
      heat.set(-1, 1, 0, 0, 0);
      heat.set(-1, 1, 0, 0, 1);
      heat.set(3, 1, 3, 3, 1);
      return heat.toTensor() as tf.Tensor4D;
    });
    const { rows, columns } = hottest(map, 0.7);
    const read = (x: tf.Tensor) => [...x.dataSync()];
    expectClose(read(rows.from), [1 / 4, 3 / 4]);
    expectClose(read(rows.to), [3 / 4, 1]);
    expectClose(read(columns.from), [2 / 5, 3 / 5]);
    expectClose(read(columns.to), [1, 4 / 5]);
    // All of an image that is equally warm everywhere.
    const even = hottest(tf.ones([1, 3, 3, 2]), 0.7);
    expect([...read(even.rows.from), ...read(even.rows.to)]).toEqual([0, 1]);
  });

  test("a crop is a bilinear resize of what is in the box", async () => {
    await use(backend);
    tf.tidy(() => {
      const x = image("x", [2, 8, 16, 3]);
      const cropped = cropTo(x, x, fixed(2));
      const part = tf.slice(x, [0, 2, 2, 0], [2, 4, 14, 3]);
      const expected = tf.image.resizeBilinear(part, [8, 16], false, true);
      // Inside; along the box's edges the crop also sees the pixels outside.
      const inner = (t: tf.Tensor4D) => tf.slice(t, [0, 1, 1, 0], [2, 6, 14, 3]).dataSync();
      expectClose(inner(cropped), inner(expected));
      expect(cropTo(x, x, fixed(2)).shape).toEqual([2, 8, 16, 3]);
    });
  });

  test("what was cropped goes back to its place", async () => {
    await use(backend);
    tf.tidy(() => {
      // Linear in both directions, so that interpolation loses nothing.
      const [rows, columns] = [tf.range(0, 8), tf.range(0, 16)];
      const plane = tf.add(tf.reshape(rows, [1, 8, 1, 1]), tf.reshape(columns, [1, 1, 16, 1]));
      const x = plane as tf.Tensor4D;
      const back = pasteInto(cropTo(x, x, fixed(1)), x, fixed(1));
      const at = (t: tf.Tensor, y: number, c: number) => t.dataSync()[y * 16 + c]!;
      for (const [y, c] of [
        [3, 4],
        [4, 10],
        [3, 14],
      ] as const)
        expect(at(back, y, c)).toBeCloseTo(at(x, y, c), 4);
      for (const [y, c] of [
        [1, 4],
        [6, 10],
        [3, 1],
      ] as const)
        expect(at(back, y, c)).toBe(0);
    });
  });

  test("gradients are the transposed maps, and none reaches the map", async () => {
    await use(backend);
    tf.tidy(() => {
      const [x, probe, map] = [
        image("x", [1, 8, 8, 2]),
        image("p", [1, 8, 8, 2]),
        image("m", [1, 4, 4, 3]),
      ];
      const find = (m: tf.Tensor4D) => hottest(m, 0.5);
      for (const op of [cropTo, pasteInto]) {
        const f = (a: tf.Tensor, m: tf.Tensor) =>
          tf.sum(tf.mul(op(a as tf.Tensor4D, m as tf.Tensor4D, find), probe));
        const [dx, dm] = tf.grads(f)([x, map]) as [tf.Tensor, tf.Tensor];
        // The map is linear: its slope times x is its value.
        expectClose(tf.sum(tf.mul(dx, x)).dataSync(), f(x, map).dataSync());
        expect([...dm.dataSync()].every((v) => v === 0)).toBe(true);
      }
    });
  });
});
