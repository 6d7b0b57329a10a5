import { createHash } from "node:crypto";
import type { ClassMap } from "@maskboard/contracts";

/** Pixels that are sampled of a submission, spread evenly over its images: at least about so many. */
const SAMPLE_PIXELS = 4_096;
/** More of one image tell little: neighbours agree. */
const MOST_OF_AN_IMAGE = 64;
/** Of labels that are no class. */
const NO_CLASS = 255;

/** Pixels to sample of each image of a test set, 1 to 64. */
export function pixelsPerImage(images: number): number {
  return Math.min(MOST_OF_AN_IMAGE, Math.ceil(SAMPLE_PIXELS / Math.max(1, images)));
}

/**
 * Positions in an image (`y * width + x`), the same for everybody who predicts it: they follow from
 * its name by SHA-256.
 */
function samplePositions(stem: string, pixels: number, count: number): number[] {
  const positions: number[] = [];
  for (let block = 0; positions.length < count; block++) {
    const digest = createHash("sha256").update(`${block}:${stem}`).digest();
    for (let at = 0; at < digest.length && positions.length < count; at += 4) {
      positions.push(digest.readUInt32LE(at) % pixels);
    }
  }
  return positions;
}

/** Reads labels as the position of their class in the class map, one byte each. */
export class LabelSampler {
  readonly #indexOf: ReadonlyMap<number, number>;

  constructor({ classes }: ClassMap) {
    this.#indexOf = new Map(classes.map(({ id }, index) => [id, Math.min(index, NO_CLASS)]));
  }

  sample(labels: ArrayLike<number>, stem: string, count: number): Uint8Array {
    return Uint8Array.from(
      samplePositions(stem, labels.length, count),
      (at) => this.#indexOf.get(labels[at]!) ?? NO_CLASS,
    );
  }
}
