/** Conversions of IEEE half precision and bfloat16; both arrays hold 16-bit patterns. */

const word = new Uint32Array(1);
const single = new Float32Array(word.buffer);

/** Rounds to nearest, ties to even; too large becomes infinite, too small a denormal or zero. */
export function toHalf(values: Float32Array): Uint16Array {
  const out = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    single[0] = values[i]!;
    const bits = word[0]!;
    const sign = (bits >>> 16) & 0x8000;
    const exponent = (bits >>> 23) & 0xff;
    const mantissa = bits & 0x7fffff;
    if (exponent === 0xff) out[i] = sign | 0x7c00 | (mantissa === 0 ? 0 : 0x200);
    else if (exponent > 142) out[i] = sign | 0x7c00;
    else if (exponent < 102) out[i] = sign;
    else {
      const denormal = exponent < 113;
      const full = denormal ? mantissa | 0x800000 : mantissa;
      const shift = denormal ? 126 - exponent : 13;
      const base = denormal ? full >>> shift : ((exponent - 112) << 10) | (full >>> 13);
      const rest = full & ((1 << shift) - 1);
      const half = 1 << (shift - 1);
      // A carry out of the mantissa goes into the exponent, which is what rounding up means.
      out[i] = sign | (base + (rest > half || (rest === half && (base & 1) === 1) ? 1 : 0));
    }
  }
  return out;
}

export function fromHalf(patterns: Uint16Array): Float32Array {
  return Float32Array.from(patterns, (bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >>> 10) & 0x1f;
    const mantissa = bits & 0x3ff;
    if (exponent === 0) return sign * mantissa * 2 ** -24;
    if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
  });
}

export function fromBfloat16(patterns: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(patterns, (bits) => bits << 16).buffer);
}
