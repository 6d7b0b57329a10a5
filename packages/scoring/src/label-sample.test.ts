import { expect, test } from "vitest";
import { LabelSampler, pixelsPerImage } from "./label-sample.ts";

const classes = [
  { id: 4, name: "shell", color: "#e6194b" },
  { id: 9, name: "feeler", color: "#3cb44b" },
];

test("the pixels follow from the image's name, whatever is predicted there", () => {
  const sampler = new LabelSampler({ classes, void: 0 });
  const positions = Uint16Array.from({ length: 10_000 }, (_, at) => at);
  // Labels that are no class read the same everywhere; a class tells where it stands.
  expect([...sampler.sample(positions, "a", 8)]).toEqual(Array(8).fill(255));
  const shells = new Uint8Array(10_000).fill(4);
  expect([...sampler.sample(shells, "a", 8)]).toEqual(Array(8).fill(0));
  const half = new Uint8Array(10_000).fill(9).fill(4, 0, 5_000);
  const [first, again] = [sampler.sample(half, "a", 64), sampler.sample(half, "a", 64)];
  expect(again).toEqual(first);
  expect(sampler.sample(half, "b", 64)).not.toEqual(first);
  expect(new Set(first)).toEqual(new Set([0, 1]));
});

test("some thousand pixels of a test set are sampled, at most 64 of an image", () => {
  expect([1, 64, 1_000, 10_000].map((images) => pixelsPerImage(images) * images)).toEqual([
    64, 4_096, 5_000, 10_000,
  ]);
});
