import sharp from "sharp";

/** Side of the small gray picture that is hashed. */
const SIDE = 32;
/** Frequencies kept in each direction. */
const KEPT = 8;

/** `cosine[k][x]` = cos(π (2x + 1) k / 2N), k = 1..8: rows of the DCT-II. */
const COSINE = Array.from({ length: KEPT }, (_, row) =>
  Float64Array.from({ length: SIDE }, (_, x) =>
    Math.cos((Math.PI * (2 * x + 1) * (row + 1)) / (2 * SIDE)),
  ),
);

/**
 * The 64-bit perceptual hash of a picture as 16 hexadecimal digits: pHash, the DCT hash of C. Zauner,
 * "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010), section 3.2.1. The
 * picture becomes 32 x 32 gray pixels; of their DCT-II the 8 x 8 lowest frequencies but the constant
 * ones (1..8 in each direction) are compared with their median, one bit each. Scaling, compression
 * and changes of brightness or contrast leave most bits as they are; cropping, turning and mirroring
 * do not.
 *
 * @param image path or bytes of a picture
 * @throws Error when it can't be read
 */
export async function perceptualHash(image: string | Uint8Array): Promise<string> {
  const { data } = await sharp(image, { failOn: "truncated" })
    .flatten({ background: "#808080" })
    .toColourspace("b-w")
    .resize(SIDE, SIDE, { fit: "fill", kernel: "linear" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return hashOf(data);
}

/** The hash of 32 x 32 gray pixels, row by row. */
export function hashOf(gray: Uint8Array): string {
  const lines = new Float64Array(KEPT * SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let v = 0; v < KEPT; v++) {
      let sum = 0;
      for (let x = 0; x < SIDE; x++) sum += gray[y * SIDE + x]! * COSINE[v]![x]!;
      lines[v * SIDE + y] = sum;
    }
  }
  const frequencies = new Float64Array(KEPT * KEPT);
  for (let u = 0; u < KEPT; u++) {
    for (let v = 0; v < KEPT; v++) {
      let sum = 0;
      for (let y = 0; y < SIDE; y++) sum += lines[v * SIDE + y]! * COSINE[u]![y]!;
      // Rounded, so that a flat picture has zeros and not the sums' last digits.
      frequencies[u * KEPT + v] = Math.round(sum * 1e3);
    }
  }
  const sorted = frequencies.toSorted();
  const median = (sorted[31]! + sorted[32]!) / 2;
  let hash = 0n;
  for (const frequency of frequencies) hash = (hash << 1n) | (frequency > median ? 1n : 0n);
  return hash.toString(16).padStart(16, "0");
}
