import { createRandom } from "../random.ts";

interface DealtImage {
  file: string;
  species: readonly string[];
}

/**
 * Deals test images into the two splits so that both hold the same species in about the same
 * numbers: shuffled, sorted by the main animal, then handed out in proportion.
 *
 * @returns the text of `split.csv`: `image,split`, by file name
 */
export function dealSplits(
  images: readonly DealtImage[],
  publicCount: number,
  seed: number,
): string {
  const random = createRandom(seed, 0x5b11);
  const order = images
    .map((image) => ({ ...image, key: `${image.species[0]} ${random.next().toFixed(9)}` }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const start = random.next();
  const share = publicCount / Math.max(1, images.length);
  const rows = order.map(({ file }, i) => {
    const takes =
      Math.floor((i + 1) * share + start * 0.999) - Math.floor(i * share + start * 0.999);
    return { file, split: takes === 1 ? "public" : "private" };
  });
  // Rounding of the running share may leave one image too many or too few.
  let excess = rows.filter((row) => row.split === "public").length - publicCount;
  for (const row of rows) {
    if (excess > 0 && row.split === "public") {
      row.split = "private";
      excess--;
    } else if (excess < 0 && row.split === "private") {
      row.split = "public";
      excess++;
    }
  }
  rows.sort((a, b) => (a.file < b.file ? -1 : 1));
  return ["image,split", ...rows.map((row) => `${row.file},${row.split}`), ""].join("\n");
}
