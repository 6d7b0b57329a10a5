import type { SplitName } from "@maskboard/contracts";
import { xoshiro128 } from "@maskboard/metrics";

export interface StratifiedImage {
  readonly id: string;
  /** Pixels of each class, in one order for all images. */
  readonly classPixels: readonly number[];
}

export interface SplitShare {
  /** Share of images that become public, in (0, 1). */
  readonly publicShare: number;
  /** Equal seeds give equal splits. */
  readonly seed: number;
}

/** Images of a class are told apart by how much of it they hold from this many on. */
const TERCILES_FROM = 6;

/** The nearest whole number of public images that leaves one for each side. */
const publicCount = (images: number, share: number): number =>
  Math.min(Math.max(1, Math.round(images * share)), Math.max(1, images - 1));

/** Deals images to the sides by chance alone. */
export function randomSplit(
  ids: readonly string[],
  { publicShare, seed }: SplitShare,
): Map<string, SplitName> {
  const order = shuffled(ids, xoshiro128(seed));
  const most = publicCount(ids.length, publicShare);
  return new Map(order.map((id, index) => [id, index < most ? "public" : "private"]));
}

/**
 * Iterative stratification (K. Sechidis, G. Tsoumakas, I. Vlahavas: "On the Stratification of
 * Multi-Label Data", ECML PKDD 2011, algorithm 1): images of the label that is rarest among those
 * left are dealt first, each to the side that lacks the label most.
 *
 * Labels are "holds class c" and, so that pixel shares come out alike as well, "is in the lower,
 * middle or upper third of the images with c by pixels of c". Unlike in the paper a side that is full
 * takes no more, so that the sides have exactly the sizes asked for.
 */
export function stratifiedSplit(
  images: readonly StratifiedImage[],
  { publicShare, seed }: SplitShare,
): Map<string, SplitName> {
  const random = xoshiro128(seed);
  const labels = labelsOf(images);
  const shares = { public: publicCount(images.length, publicShare) / images.length, private: 0 };
  shares.private = 1 - shares.public;
  const sides = (["public", "private"] as const).map((name) => ({
    name,
    room: Math.round(images.length * shares[name]),
    wanted: new Map([...labels].map(([label, holders]) => [label, holders.size * shares[name]])),
  }));
  const labelsOfImage = new Map<string, string[]>(images.map(({ id }) => [id, []]));
  for (const [label, holders] of labels) {
    for (const id of holders) labelsOfImage.get(id)!.push(label);
  }
  const assigned = new Map<string, SplitName>();
  const deal = (id: string, label: string | null): void => {
    const need = (side: (typeof sides)[number]) => (label && side.wanted.get(label)) || 0;
    const open = sides.filter(({ room }) => room > 0);
    const [side] = shuffled(open, random).sort((a, b) => need(b) - need(a) || b.room - a.room);
    assigned.set(id, side!.name);
    side!.room -= 1;
    for (const own of labelsOfImage.get(id)!) {
      side!.wanted.set(own, side!.wanted.get(own)! - 1);
      labels.get(own)!.delete(id);
    }
  };
  for (;;) {
    const left = [...labels].filter(([, holders]) => holders.size > 0);
    const rarest = shuffled(left, random).sort(([, a], [, b]) => a.size - b.size)[0];
    if (!rarest) break;
    const [label, holders] = rarest;
    for (const id of shuffled([...holders], random)) deal(id, label);
  }
  const rest = images.filter(({ id }) => !assigned.has(id)).map(({ id }) => id);
  for (const id of shuffled(rest, random)) deal(id, null);
  return assigned;
}

/** Images by label; see `stratifiedSplit`. */
function labelsOf(images: readonly StratifiedImage[]): Map<string, Set<string>> {
  const labels = new Map<string, Set<string>>();
  const classes = images[0]?.classPixels.length ?? 0;
  for (let c = 0; c < classes; c++) {
    const holders = images
      .filter(({ classPixels }) => classPixels[c]! > 0)
      .sort((a, b) => a.classPixels[c]! - b.classPixels[c]!);
    if (holders.length > 0) labels.set(`${c}`, new Set(holders.map(({ id }) => id)));
    if (holders.length < TERCILES_FROM) continue;
    for (let third = 0; third < 3; third++) {
      const from = Math.floor((holders.length * third) / 3);
      const to = Math.floor((holders.length * (third + 1)) / 3);
      labels.set(`${c}/${third}`, new Set(holders.slice(from, to).map(({ id }) => id)));
    }
  }
  return labels;
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor((random() / 2 ** 32) * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}
