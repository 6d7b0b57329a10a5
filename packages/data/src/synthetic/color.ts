/** Linear-light red, green, blue; 1 is white in full light. */
export type Color = readonly [number, number, number];

/** Inverse of the sRGB transfer function (IEC 61966-2-1). */
function toLinear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

/** `#rrggbb` in sRGB to linear light. */
export function hex(code: string): Color {
  const value = Number.parseInt(code.slice(1), 16);
  return [
    toLinear(((value >> 16) & 255) / 255),
    toLinear(((value >> 8) & 255) / 255),
    toLinear((value & 255) / 255),
  ];
}

export const blend = (a: Color, b: Color, t: number): Color => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

export const dim = (a: Color, k: number): Color => [a[0] * k, a[1] * k, a[2] * k];

export const tint = (a: Color, b: Color): Color => [a[0] * b[0], a[1] * b[1], a[2] * b[2]];
