/** A made-up picture, `rgb[3 * pixel + channel]`: always the same noise over a gradient. */
export function testCard({ width, height }: { width: number; height: number }): Uint8Array {
  const rgb = new Uint8Array(3 * width * height);
  let state = 1;
  for (let at = 0; at < rgb.length; at++) {
    // Numerical Recipes' linear congruential generator.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    rgb[at] = (state >>> 25) + (127 * at) / rgb.length;
  }
  return rgb;
}
