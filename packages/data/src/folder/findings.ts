import {
  type ClassMap,
  classPresence,
  type ImportFindings,
  type MaskboardError,
  MOST_LISTED,
} from "@maskboard/contracts";
import { findLookAlikes } from "../look-alikes/find-look-alikes.ts";
import type { LabelCounts } from "./inspect.ts";
import type { Unpaired } from "./match.ts";

export type Side = "train" | "public" | "private";

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
  const labels = labelsOf(images);
  return {
    images: ofSides((side) => images.filter((image) => image.side === side).length),
    sizes: sizesOf(images),
    classes: classPresence(labels, classMap),
    labels,
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

function labelsOf(images: readonly Inspected[]): ImportFindings["labels"] {
  const none = () => ({ train: 0, public: 0, private: 0 });
  const found = new Map<number, ImportFindings["labels"][number]>();
  for (const { side, labels } of images) {
    for (const [label, { count }] of labels ?? []) {
      const entry = found.get(label) ?? { label, pixels: none(), imagesWith: none() };
      entry.pixels[side] += count;
      entry.imagesWith[side] += 1;
      found.set(label, entry);
    }
  }
  return [...found.values()].sort((a, b) => a.label - b.label);
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
