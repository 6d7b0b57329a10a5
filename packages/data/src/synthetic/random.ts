/** Seeded random numbers; the same seed and stream give the same values on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  range(low: number, high: number): number;
  /** Uniform integer in [low, high], both included. */
  integer(low: number, high: number): number;
  /** True with probability `p`. */
  chance(p: number): boolean;
  /** Roughly normal with mean 0 and standard deviation 1 (sum of twelve uniforms). */
  normal(): number;
  pick<T>(items: readonly T[]): T;
}

/** Finalizer of SplitMix32 (Steele, Lea and Flood 2014): spreads every input bit over the result. */
function scramble(value: number): number {
  let x = (value + 0x9e3779b9) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/**
 * The small fast counter generator sfc32 (Doty-Humphrey, PractRand), seeded by two integers.
 *
 * @param seed any number; its lower 32 bits and the 21 above them count
 * @param stream distinguishes independent sequences of one seed, for instance the images of an epoch
 */
export function createRandom(seed: number, stream = 0): Random {
  let a = scramble(seed | 0);
  let b = scramble(a ^ Math.floor(seed / 4294967296));
  let c = scramble(b ^ stream);
  let counter = 1;
  function uint32(): number {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  }
  for (let i = 0; i < 12; i++) uint32();

  const next = () => uint32() / 4294967296;
  return {
    next,
    range: (low, high) => low + (high - low) * next(),
    integer: (low, high) => low + Math.floor((high - low + 1) * next()),
    chance: (p) => next() < p,
    normal() {
      let sum = -6;
      for (let i = 0; i < 12; i++) sum += next();
      return sum;
    },
    pick<T>(items: readonly T[]): T {
      if (items.length === 0) throw new RangeError("pick needs at least one item");
      return items[Math.floor(next() * items.length)] as T;
    },
  };
}
