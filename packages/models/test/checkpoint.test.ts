import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ModelError } from "../src/error.ts";
import { seeded } from "../src/random.ts";
import { readCheckpoint } from "../src/weights/torch/checkpoint.ts";
import { unpickle } from "../src/weights/torch/unpickle.ts";

const file = (name: string) =>
  new Uint8Array(readFileSync(new URL(`./fixtures/torch/${name}.pth`, import.meta.url)));

/** 0, 1, 2, ... divided by 8, less 1: what the files were filled with. */
const ramp = (count: number) => Array.from({ length: count }, (_, i) => i / 8 - 1);

describe("checkpoints that torch.save wrote", () => {
  test.each([["state"], ["fastai"], ["protocol4"]])("%s", (name) => {
    const arrays = readCheckpoint(file(name));
    const values = (key: string) => [...Array.from(arrays.get(key)!.data)];
    expect(arrays.get("conv.weight")!.shape).toEqual([2, 3, 1, 2]);
    expect(values("conv.weight")).toEqual(ramp(12));
    expect(values("bias")).toEqual(ramp(4));
    expect(values("bf")).toEqual(ramp(3));
    expect(values("double")).toEqual(ramp(2));
    expect(arrays.get("turned")!.shape).toEqual([4, 3]);
    expect(values("turned")).toEqual([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11].map((i) => i / 8 - 1));
    expect(values("part")).toEqual([3, 5].map((i) => i / 8 - 1));
    expect(values("n.num_batches_tracked")).toEqual([7]);
    expect(arrays.get("none")).toMatchObject({ shape: [0, 3] });
    expect(arrays.get("parameter")!.shape).toEqual([2, 2]);
    expect(arrays.size).toBe(9);
  });

  test("a call that a hostile file asks for is left out, not made", () => {
    const arrays = readCheckpoint(file("hostile"));
    expect([...arrays.keys()]).toEqual(["w"]);
  });

  test("other formats and damage say what to do", () => {
    expect(() => readCheckpoint(file("legacy"))).toThrow(/Convert it once with Python/);
    expect(() => readCheckpoint(file("state").subarray(0, 900))).toThrow(/damaged/);
    expect(() => readCheckpoint(new Uint8Array([1, 2, 3]))).toThrow(/Not a zip/);
  });
});

test("whatever is damaged, the error is ours", () => {
  const random = seeded(7);
  const whole = file("fastai");
  for (let round = 0; round < 400; round++) {
    const bytes = whole.slice();
    for (let k = 0; k < 3; k++)
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    try {
      readCheckpoint(bytes);
    } catch (error) {
      expect(error, `round ${round}`).toBeInstanceOf(ModelError);
    }
  }
});

test("pickles: numbers, flags, nesting, damage", () => {
  const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
  expect(
    unpickle(bytes("\x80\x02(K\x07M\x01\x02J\xff\xff\xff\xff\x8a\x02\x00\xff\x88Nt.")),
  ).toEqual([7, 513, -1, -256, true, null]);
  expect(unpickle(bytes("\x80\x02G\x3f\xf8\x00\x00\x00\x00\x00\x00."))).toBe(1.5);
  expect(() => unpickle(bytes("\x80\x02X\xff\x00\x00\x00abc"))).toThrow(/damaged: cut short/);
  expect(() => unpickle(bytes("\x80\x02?"))).toThrow(/unknown opcode 63/);
  expect(() => unpickle(bytes("\x80\x02t."))).toThrow(/no mark/);
});
