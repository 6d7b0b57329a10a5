import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { WeightsError } from "../safetensors.ts";
import { readCheckpoint } from "./checkpoint.ts";
import { unpickle } from "./unpickle.ts";

const file = (name: string) =>
  new Uint8Array(readFileSync(new URL(`./fixtures/${name}.pth`, import.meta.url)));

/** 0, 1, 2, ... divided by 8, less 1: what the files were filled with. */
const ramp = (count: number) => Array.from({ length: count }, (_, i) => i / 8 - 1);

describe("checkpoints that torch.save wrote", () => {
  test.each([["state"], ["fastai"], ["protocol4"], ["legacy"]])("%s", (name) => {
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

  test.each([
    ["quantized", /^q is no plain tensor \(qtensor.*dequantize/],
    ["sparse", /^s is no plain tensor \(sparse_tensor.*to_dense/],
    ["module", /a whole object \(torch.nn.modules.linear.Linear\).*state_dict/],
    ["list", /no tensors by name\. Convert it once with Python/],
    ["complex", /ComplexFloatStorage; known are FloatStorage.*In Python/],
  ])("%s: says how to convert it", (name, message) => {
    expect(() => readCheckpoint(file(name))).toThrow(WeightsError);
    expect(() => readCheckpoint(file(name))).toThrow(message);
  });

  test("programs, old archives, damage: says what to do", () => {
    const script = new Uint8Array(readFileSync(new URL("./fixtures/script.pt", import.meta.url)));
    expect(() => readCheckpoint(script)).toThrow(/TorchScript.*torch\.jit\.load/);
    const tar = new Uint8Array(1024);
    tar.set(Buffer.from("ustar"), 257);
    expect(() => readCheckpoint(tar)).toThrow(/PyTorch 0\.1.*Convert it once with Python/);
    expect(() => readCheckpoint(file("state").subarray(0, 900))).toThrow(/damaged/);
    expect(() => readCheckpoint(file("legacy").subarray(0, 900))).toThrow(/damaged/);
    expect(() => readCheckpoint(new Uint8Array([1, 2, 3]))).toThrow(/Not a checkpoint of PyTorch/);
    const other = Uint8Array.from("\x80\x02K\x07.", (char) => char.charCodeAt(0));
    expect(() => readCheckpoint(other)).toThrow(/not one of torch\.save/);
  });
});

test.each(["fastai", "legacy"])("whatever is damaged in %s, the error is ours", (name) => {
  const random = mulberry(7);
  const whole = file(name);
  for (let round = 0; round < 300; round++) {
    const bytes = whole.slice();
    for (let k = 0; k < 3; k++)
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    try {
      readCheckpoint(bytes);
    } catch (error) {
      expect(error, `round ${round}`).toBeInstanceOf(WeightsError);
    }
  }
});

/** Repeatable numbers in [0, 1): Tommy Ettinger's mulberry32. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

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
