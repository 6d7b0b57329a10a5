import { MaskboardError } from "@maskboard/contracts";
import { seeded, shuffled } from "../random.ts";

export interface Split<T> {
  readonly train: T[];
  readonly validation: T[];
}

export interface SplitOptions {
  /** Share of the items to validate on, in (0, 1). */
  readonly fraction: number;
  readonly seed: number;
}

/**
 * A random split of groups: items of one group, such as copies of one original, stay together.
 * Groups are dealt to the validation until it has int(fraction n) items or more, at least one group
 * on each side. Without `groupOf` each item is a group, which is fastai's RandomSplitter: it validates
 * on the first int(fraction n) of a random permutation.
 * @throws MaskboardError `bad_request` where there are fewer than two groups
 */
export function randomSplit<T>(
  items: readonly T[],
  { fraction, seed }: SplitOptions,
  groupOf: (item: T, index: number) => string = (_, index) => String(index),
): Split<T> {
  const groups = new Map<string, T[]>();
  for (const [index, item] of items.entries()) {
    const name = groupOf(item, index);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  if (groups.size < 2)
    throw new MaskboardError(
      "bad_request",
      `A split needs 2 images or groups of images, not ${groups.size}: add images, or change the group pattern.`,
    );
  const wanted = Math.max(1, Math.floor(fraction * items.length));
  const order = shuffled([...groups.values()], seeded(seed));
  const validation: T[] = [];
  let taken = 0;
  while (taken < order.length - 1 && validation.length < wanted)
    validation.push(...order[taken++]!);
  return { validation, train: order.slice(taken).flat() };
}
