/** A source of uniform numbers in [0, 1). */
export type Random = () => number;

/**
 * Seeded uniform numbers: sfc32 of Chris Doty-Humphrey's PractRand, 32 bits each. The same seed
 * gives the same models on every machine.
 */
export function seeded(seed: number): Random {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, seed | 0, 1];
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 15; i++) next();
  return next;
}

/** `size` numbers of N(0, deviation^2) by the method of Box and Muller (1958). */
export function normal(random: Random, size: number, deviation: number): Float32Array {
  const out = new Float32Array(size);
  for (let i = 0; i < size; i += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    out[i] = radius * Math.cos(angle);
    if (i + 1 < size) out[i + 1] = radius * Math.sin(angle);
  }
  return out;
}

/** `size` numbers of U(-bound, bound). */
export function uniform(random: Random, size: number, bound: number): Float32Array {
  return Float32Array.from({ length: size }, () => (random() * 2 - 1) * bound);
}
