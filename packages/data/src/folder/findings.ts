import {
  type ClassMap,
  type ImportFindings,
  type MaskboardError,
  MOST_LISTED,
} from "@maskboard/contracts";
import { findLookAlikes } from "../look-alikes/find-look-alikes.ts";
import type { LabelCounts } from "./inspect.ts";
import type { Unpaired } from "./match.ts";

export type Side = "train" | "public" | "private";
const SIDES = ["train", "public", "private"] as const;

/** An image and its mask, as far as both could be read. */
export interface Inspected {
  readonly side: Side;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly sha256: string;
  readonly hash: string;
  readonly labels: LabelCounts | null;
}

interface Found {
  readonly images: readonly Inspected[];
  readonly unpaired: readonly Unpaired[];
  readonly sharedStems: readonly string[];
  /** Everything else that is wrong. */
  readonly problems: readonly MaskboardError[];
}

const listed = <Item>(items: readonly Item[]) => ({
  total: items.length,
  items: items.slice(0, MOST_LISTED),
});

const ofSides = (value: (side: Side) => number) => ({
  train: value("train"),
  public: value("public"),
  private: value("private"),
});

/** Brings what an inspection found into the form that organizers read. */
export function toFindings(classMap: ClassMap, found: Found): ImportFindings {
  const { images, unpaired, sharedStems, problems } = found;
  const of = (code: MaskboardError["code"]) => problems.filter((problem) => problem.code === code);
  const [stray, sizes] = [of("dataset_stray_label"), of("dataset_size_mismatch")];
  const others = problems.filter((problem) => !stray.includes(problem) && !sizes.includes(problem));
  return {
    images: ofSides((side) => images.filter((image) => image.side === side).length),
    sizes: sizesOf(images),
    ...labelsOf(classMap, images),
    unpaired: listed(unpaired),
    strayLabels: listed(
      stray.map(({ details: { file = "", value, count, x = 0, y = 0 } }) => ({
        file,
        label: Number(value),
        pixels: Number(count),
        x,
        y,
      })),
    ),
    sizeMismatches: listed(
      sizes.map(({ details: { file = "", value, expected } }) => ({
        file,
        image: String(expected),
        mask: String(value),
      })),
    ),
    sharedStems: listed(sharedStems),
    otherFaults: listed(
      others.map(({ code, message, details }) => ({ code, message, file: details.file ?? null })),
    ),
    lookAlikes: listed(lookAlikesOf(images)),
    pictures: [],
  };
}

function sizesOf(images: readonly Inspected[]): ImportFindings["sizes"] {
  const sizes = new Map<string, { width: number; height: number; images: number }>();
  for (const { width, height } of images) {
    const key = `${width} x ${height}`;
    const size = sizes.get(key) ?? { width, height, images: 0 };
    size.images += 1;
    sizes.set(key, size);
  }
  return [...sizes.values()].sort((a, b) => b.images - a.images).slice(0, MOST_LISTED);
}

function labelsOf(
  { classes, void: voidId }: ClassMap,
  images: readonly Inspected[],
): Pick<ImportFindings, "classes" | "labels"> {
  const pixels = new Map<number, Record<Side, number>>();
  const imagesWith = new Map<number, Record<Side, number>>();
  const counter = (of: typeof pixels, label: number) => {
    const counts = of.get(label) ?? { train: 0, public: 0, private: 0 };
    of.set(label, counts);
    return counts;
  };
  for (const { side, labels } of images) {
    for (const [label, { count }] of labels ?? []) {
      counter(pixels, label)[side] += count;
      counter(imagesWith, label)[side] += 1;
    }
  }
  const counted = Object.fromEntries(
    SIDES.map((side) => [
      side,
      [...pixels].reduce((sum, [label, of]) => (label === voidId ? sum : sum + of[side]), 0),
    ]),
  ) as Record<Side, number>;
  return {
    classes: classes.map(({ id }) => ({
      id,
      ...ofSides((side) => counter(pixels, id)[side] / Math.max(1, counted[side])),
      imagesWith: counter(imagesWith, id),
    })),
    labels: [...pixels]
      .filter(([, of]) => of.train + of.public + of.private > 0)
      .map(([label, of]) => ({ label, ...of }))
      .sort((a, b) => a.label - b.label),
  };
}

function lookAlikesOf(images: readonly Inspected[]): ImportFindings["lookAlikes"]["items"] {
  const train = images.filter(({ side }) => side === "train");
  const test = images.filter(({ side }) => side !== "train");
  return findLookAlikes(train, test).map(({ train: one, test: other, distance }) => ({
    train: one.name,
    test: other.name,
    distance,
    identical: one.sha256 === other.sha256,
  }));
}
