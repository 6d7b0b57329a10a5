/**
 * xoshiro128** 1.1 (Blackman and Vigna 2018, "Scrambled linear pseudorandom number generators",
 * public domain), its state filled from the seed by splitmix32 (a 32-bit form of Steele et al. 2014
 * with the finalizer of MurmurHash3). Not for secrets.
 *
 * @param seed any whole number; its low 32 bits are used
 * @returns a function that gives the next whole number in [0, 2^32)
 */
export function xoshiro128(seed: number): () => number {
  let mixed = seed | 0;
  const splitmix = () => {
    mixed = (mixed + 0x9e3779b9) | 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return z ^ (z >>> 16);
  };
  return xoshiro128FromState([splitmix(), splitmix(), splitmix(), splitmix()]);
}

/** @param state four 32-bit numbers, not all zero */
export function xoshiro128FromState(state: readonly [number, number, number, number]) {
  let [a, b, c, d] = state;
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
}

function rotateLeft(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}
