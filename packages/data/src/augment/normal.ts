const LAYERS = 128;
/** Where the tail begins, and the area of each layer, for 128 layers (Marsaglia and Tsang). */
const TAIL = 3.442619855899;
const AREA = 9.91256303526217e-3;

const edge = new Float64Array(LAYERS + 1);
const density = new Float64Array(LAYERS + 1);
edge[0] = AREA / Math.exp(-0.5 * TAIL * TAIL);
edge[1] = TAIL;
for (let i = 2; i < LAYERS; i++) {
  const previous = edge[i - 1]!;
  edge[i] = Math.sqrt(-2 * Math.log(AREA / previous + Math.exp(-0.5 * previous * previous)));
}
for (let i = 0; i <= LAYERS; i++) density[i] = Math.exp(-0.5 * edge[i]! * edge[i]!);

/**
 * A source of normal deviates, mean 0 and standard deviation 1: the ziggurat of Marsaglia and Tsang,
 * "The Ziggurat Method for Generating Random Variables", Journal of Statistical Software 5(8), 2000.
 * Mostly one integer and one product a value, so that noise costs milliseconds an image.
 *
 * @param seed 32 bits; the generator underneath is sfc32
 */
export function createNormal(seed: number): () => number {
  let a = seed | 0;
  let b = ~seed;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  function int32(): number {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result;
  }
  for (let i = 0; i < 15; i++) int32();
  // In (0, 1], so that its logarithm is finite.
  const uniform = () => ((int32() >>> 0) + 1) / 4294967296;

  return function normal(): number {
    for (;;) {
      const bits = int32();
      const layer = bits & (LAYERS - 1);
      // The 25 bits that do not choose the layer, in [-1, 1).
      const x = ((bits >> 7) / 16777216) * edge[layer]!;
      if (Math.abs(x) < edge[layer + 1]!) return x;
      if (layer === 0) {
        let far: number;
        let drop: number;
        do {
          far = -Math.log(uniform()) / TAIL;
          drop = -Math.log(uniform());
        } while (2 * drop < far * far);
        return bits < 0 ? -TAIL - far : TAIL + far;
      }
      const low = density[layer]!;
      if (low + uniform() * (density[layer + 1]! - low) < Math.exp(-0.5 * x * x)) return x;
    }
  };
}
