import { MaskboardError } from "@maskboard/contracts";
import { splitPath } from "../check/names.ts";

/** How a file name tells the stem of its image, or `null` where it does not fit. */
export interface PairRule {
  imageStem(name: string): string | null;
  maskStem(name: string): string | null;
  depthStem(name: string): string | null;
}

const IMAGE_EXTENSIONS = [".jpg", ".jpeg", ".png", ".webp"];

function stemWith(extensions: readonly string[]): (name: string) => string | null {
  return (name) => {
    const { stem, extension } = splitPath(name);
    return extensions.includes(extension) ? stem.normalize("NFC") : null;
  };
}

/** Same stem: `a.jpg` and `a.png`. */
const BY_STEM: PairRule = {
  imageStem: stemWith(IMAGE_EXTENSIONS),
  maskStem: stemWith([".png"]),
  depthStem: stemWith([".png"]),
};

/**
 * @param rule e.g. `{stem}_p_1.jpg={stem}_p_msk.png`: image names left, mask names right. Without
 * one, files pair by stem.
 * @throws MaskboardError `bad_request`
 */
export function parsePairRule(rule?: string): PairRule {
  if (rule === undefined) return BY_STEM;
  const parts = rule.split("=");
  const [image, mask] = parts.map((part) => part.split("{stem}"));
  if (parts.length !== 2 || image?.length !== 2 || mask?.length !== 2) {
    throw new MaskboardError(
      "bad_request",
      `The pairing rule '${rule}' is not of the form '{stem}_image.jpg={stem}_mask.png'.`,
      { value: rule, expected: "{stem}.jpg={stem}.png" },
    );
  }
  return {
    imageStem: between(image[0]!, image[1]!),
    maskStem: between(mask[0]!, mask[1]!),
    depthStem: BY_STEM.depthStem,
  };
}

function between(before: string, after: string): (name: string) => string | null {
  return (name) =>
    name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after)
      ? name.slice(before.length, name.length - after.length).normalize("NFC")
      : null;
}
