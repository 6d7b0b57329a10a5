import { toHalf } from "@maskboard/engine/half";
import { expect, test } from "vitest";
import { fit } from "../input-size.ts";
import type { ModelPlan } from "../plan.ts";
import { makeInput } from "./prepare.ts";

const LAYOUTS = ["NCHW", "NHWC"] as const;
const CHANNELS = ["RGB", "BGR"] as const;
const TYPES = ["float32", "float16", "uint8", "int32"] as const;
const RESIZES = ["squish", "letterbox"] as const;
const RANGES = [
  { range: "0..1", scale: [1 / 255, 1 / 255, 1 / 255], shift: [0, 0, 0] },
  { range: "0..255", scale: [1, 1, 1], shift: [0, 0, 0] },
  {
    range: "mean and std",
    scale: [1 / (255 * 0.2), 1 / (255 * 0.3), 1 / (255 * 0.4)],
    shift: [-0.4 / 0.2, -0.5 / 0.3, -0.6 / 0.4],
  },
];

const cases = LAYOUTS.flatMap((layout) =>
  CHANNELS.flatMap((channels) =>
    RESIZES.flatMap((resize) =>
      TYPES.flatMap((inputType) =>
        RANGES.filter(({ range }) => inputType.startsWith("float") || range === "0..255").map(
          (normalization) => ({ layout, channels, resize, inputType, ...normalization }),
        ),
      ),
    ),
  ),
);

const SIZE = { width: 5, height: 4 };
const IMAGES = [
  { width: 10, height: 4 },
  { width: 3, height: 4 },
];

test.each(cases)("$layout $channels $inputType $range $resize", (one) => {
  const plan = { ...one, size: SIZE, fill: 9 } as unknown as ModelPlan;
  const frames = IMAGES.map((image) => ({ ...fit(image, SIZE, one.resize), image }));
  const rgb = frames.map(({ content }, image) =>
    Uint8Array.from({ length: 3 * content.width * content.height }, (_, i) => 7 * i + image),
  );
  const data = makeInput(frames, rgb, 3, plan);
  const expected: number[] = [];
  // Value after value, by the definition of each key of the card.
  for (let image = 0; image < 3; image++) {
    const value = (channel: number, y: number, x: number): number => {
      const frame = frames[image];
      if (!frame) return 0;
      const [inX, inY] = [x - frame.at.x, y - frame.at.y];
      const { width, height } = frame.content;
      const inside = inX >= 0 && inX < width && inY >= 0 && inY < height;
      const source = one.channels === "RGB" ? channel : 2 - channel;
      const pixel = inside ? rgb[image]![3 * (inY * width + inX) + source]! : 9;
      return pixel * one.scale[channel]! + one.shift[channel]!;
    };
    for (let i = 0; i < 60; i++) {
      if (one.layout === "NCHW") {
        expected.push(value(Math.floor(i / 20), Math.floor((i % 20) / 5), i % 5));
      } else expected.push(value(i % 3, Math.floor(i / 15), Math.floor(i / 3) % 5));
    }
  }
  const stored = Float32Array.from(expected);
  expect([...data]).toEqual([...(one.inputType === "float16" ? toHalf(stored) : stored)]);
});
