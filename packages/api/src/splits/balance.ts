import type { SplitBalance, SplitName } from "@maskboard/contracts";
import type { StratifiedImage } from "./stratify.ts";

/** How the classes lie on both sides of a split. @param ids class ids in the order of the pixels */
export function splitBalance(
  ids: readonly number[],
  images: readonly StratifiedImage[],
  sideOf: ReadonlyMap<string, SplitName>,
): SplitBalance {
  const of = (side: SplitName) => images.filter(({ id }) => sideOf.get(id) === side);
  const sides = { public: of("public"), private: of("private") };
  const classes = ids.map((id, c) => ({
    id,
    public: classOn(sides.public, c),
    private: classOn(sides.private, c),
  }));
  const missing = (side: SplitName, other: SplitName) =>
    classes
      .filter((entry) => entry[side].images === 0 && entry[other].images > 0)
      .map(({ id }) => id);
  return {
    images: { public: sides.public.length, private: sides.private.length },
    classes,
    missing: { public: missing("public", "private"), private: missing("private", "public") },
  };
}

function classOn(images: readonly StratifiedImage[], c: number) {
  let own = 0;
  let all = 0;
  let holders = 0;
  for (const { classPixels } of images) {
    own += classPixels[c]!;
    for (const pixels of classPixels) all += pixels;
    if (classPixels[c]! > 0) holders += 1;
  }
  return { share: all === 0 ? 0 : own / all, images: holders };
}
