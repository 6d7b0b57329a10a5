import { expect, it } from "vitest";
import { trainConfigSchema } from "../config.ts";
import type { Dataset, LabelledImage } from "../data/dataset.ts";
import { splitOf } from "./split-of.ts";

const images = (stems: string[]): LabelledImage[] =>
  stems.map((stem) => ({ stem, image: `${stem}.jpg`, mask: `${stem}.png` }));

const dataset = (train: LabelledImage[], validation: LabelledImage[]): Dataset => ({
  ...{ dir: "", pair: undefined, classMap: { classes: [] }, train, validation, test: [] },
});

const config = (validation: object) =>
  trainConfigSchema.parse({
    ...{ model: {}, size: { width: 32, height: 32 }, batch: 2, epochs: 1, learningRate: 1 },
    ...{ schedule: { name: "constant" }, seed: 4, validation },
  });

it("keeps copies of one original together by a pattern over the stems", () => {
  const stems = ["a", "b", "c", "d"].flatMap((name) => [0, 1, 2].map((i) => `${name}_${i}`));
  const { train, validation } = splitOf(
    dataset(images(stems), []),
    config({ fraction: 0.3, group: "^(.+)_[0-9]$" }),
  );
  const originals = (list: LabelledImage[]) => new Set(list.map(({ stem }) => stem[0]));
  expect(validation).toHaveLength(3);
  expect([...originals(train)].some((name) => originals(validation).has(name))).toBe(false);
  expect(train.length + validation.length).toBe(stems.length);
});

it("takes the folder's own validation images where it has some", () => {
  const [train, aside] = [images(["a", "b"]), images(["c"])];
  expect(splitOf(dataset(train, aside), config({}))).toEqual({ train, validation: aside });
});
