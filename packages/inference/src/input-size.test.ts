import { modelCardSchema } from "@maskboard/contracts";
import { expect, test } from "vitest";
import { fit, inputSizeOf } from "./input-size.ts";

const FREE = { width: null, height: null };
const card = (given: object) => modelCardSchema.parse(given);

test("the size is the model's own, the card's, or the image's", () => {
  expect(inputSizeOf({ width: 8, height: 6 }, card({}))).toEqual({ width: 8, height: 6 });
  expect(inputSizeOf(FREE, card({ inputSize: { width: 8, height: 6 } }))).toEqual({
    width: 8,
    height: 6,
  });
  expect(inputSizeOf(FREE, card({ resize: "none" }))).toEqual({ multiple: 1 });
  expect(inputSizeOf(FREE, card({ inputSize: { multiple: 32 } }))).toEqual({ multiple: 32 });
});

test.each([
  ["no size at all", FREE, {}],
  ["two sizes", { width: 8, height: 6 }, { inputSize: { width: 8, height: 7 } }],
  ["a multiple of what is fixed", { width: 8, height: 6 }, { inputSize: { multiple: 2 } }],
  ["the image's size where the model's is fixed", { width: 8, height: 6 }, { resize: "none" }],
  ["two ways to size", FREE, { resize: "none", inputSize: { multiple: 2 } }],
  ["a size beyond reason", { width: 5_000, height: 6 }, {}],
])("refuses %s", (_, own, given) => {
  expect(() => inputSizeOf(own, card(given))).toThrow(
    expect.objectContaining({ code: "model_card" }),
  );
});

test("squish fills the input, letterbox keeps the proportions", () => {
  const size = { width: 100, height: 100 };
  const image = { width: 400, height: 200 };
  expect(fit(image, size, "squish")).toEqual({ input: size, content: size, at: { x: 0, y: 0 } });
  expect(fit(image, size, "letterbox")).toEqual({
    input: size,
    content: { width: 100, height: 50 },
    at: { x: 0, y: 25 },
  });
  expect(fit({ width: 1, height: 4_000 }, size, "letterbox").content).toEqual({
    width: 1,
    height: 100,
  });
});

test("a multiple rounds up: squish stretches to it, letterbox adds a border", () => {
  const image = { width: 33, height: 64 };
  const input = { width: 64, height: 64 };
  expect(fit(image, { multiple: 32 }, "squish").content).toEqual(input);
  expect(fit(image, { multiple: 32 }, "letterbox")).toEqual({
    input,
    content: image,
    at: { x: 15, y: 0 },
  });
});
