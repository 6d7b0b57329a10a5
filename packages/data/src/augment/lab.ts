import { roundHalfEven } from "./rounding.ts";

/**
 * sRGB to CIE L*a*b* and back in integers, bit for bit as OpenCV 4 converts 8-bit images
 * (`COLOR_RGB2LAB`, `COLOR_LAB2RGB`; modules/imgproc/src/color_lab.cpp): white point D65, L scaled
 * from 0..100 to 0..255, a and b shifted by 128. Tables stand for the powers and cube roots.
 */

const WHITE = [0.950456, 1, 1.088754];
const RGB_TO_XYZ = [
  [0.412453, 0.35758, 0.180423],
  [0.212671, 0.71516, 0.072169],
  [0.019334, 0.119193, 0.950227],
];
const XYZ_TO_RGB = [
  [3.240479, -1.53715, -0.498535],
  [-0.969256, 1.875991, 0.041556],
  [0.055648, -0.204043, 1.057311],
];
/** Fixed point: matrices have 12 bits of fraction, linear light 3, its cube root 15. */
const MATRIX = 1 << 12;
const LIGHT = 255 << 3;
const ROOT = 1 << 15;
/** On the way back linear light and its root have 14 bits of fraction. */
const BASE = 1 << 14;
const INVERSE_GAMMA_SIZE = 1 << 12;
/** Range of `f(x)` and `f(z)` that 8-bit a and b can reach. */
const LEAST_ROOT = -8145;
const ROOT_RANGE = (BASE * 9) / 4;

const { cbrt, fround, round, trunc } = Math;

/** sRGB transfer function (IEC 61966-2-1), 0..1 to linear light. */
const toLinear = (x: number) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
const fromLinear = (x: number) => (x <= 0.0031308 ? x * 12.92 : x ** (1 / 2.4) * 1.055 - 0.055);
/** CIE's cube root with its linear part near black. */
const labRoot = (x: number) => (x < 216 / 24389 ? (x * 841) / 108 + 16 / 116 : cbrt(x));

const linear = Uint16Array.from({ length: 256 }, (_, i) =>
  round(LIGHT * toLinear(fround(i / 255))),
);
const roots = Uint16Array.from({ length: LIGHT * 1.5 + 12 }, (_, i) =>
  // Single precision decides how two entries round, so it is the original's here.
  roundHalfEven(ROOT * fround(labRoot(i / LIGHT))),
);
const gamma = Uint8Array.from({ length: INVERSE_GAMMA_SIZE }, (_, i) =>
  round(255 * fromLinear(i / INVERSE_GAMMA_SIZE)),
);
const luminanceRoot = Int32Array.from({ length: 256 }, (_, i) =>
  round(BASE * (i <= 20 ? 16 / 116 + (i * 5) / (3 * 17 * 29) : (i * 100) / (255 * 116) + 16 / 116)),
);
const luminance = Int32Array.from({ length: 256 }, (_, i) =>
  round(BASE * (i <= 20 ? (i * 20 * 9) / (17 * 24389) : ((i * 100) / (255 * 116) + 16 / 116) ** 3)),
);
const cubes = Int32Array.from({ length: ROOT_RANGE }, (_, index) => {
  const i = index + LEAST_ROOT;
  if (i <= 3390) return trunc((i * 108) / 841) - 290;
  return trunc((trunc((i * i) / BASE) * i) / BASE);
});

const [xr, xg, xb, yr, yg, yb, zr, zg, zb] = RGB_TO_XYZ.flatMap((row, i) =>
  row.map((value) => round((MATRIX * value) / WHITE[i]!)),
) as Nine;
const [rx, ry, rz, gx, gy, gz, bx, by, bz] = XYZ_TO_RGB.flatMap((row) =>
  row.map((value, i) => round(MATRIX * value * WHITE[i]!)),
) as Nine;
type Nine = [number, number, number, number, number, number, number, number, number];

const clip = (value: number) => Math.min(Math.max(value, 0), 255);
const gammaIndex = (value: number) => Math.min(Math.max(value, 0), 4095);

/** An image in L*a*b*, one plane a channel, 0..255. */
export interface LabPlanes {
  l: Uint8Array;
  a: Uint8Array;
  b: Uint8Array;
}

/** @param rgb interleaved, 0..255 */
export function rgbToLab(rgb: Uint8Array): LabPlanes {
  const pixels = rgb.length / 3;
  const l = new Uint8Array(pixels);
  const a = new Uint8Array(pixels);
  const b = new Uint8Array(pixels);
  for (let i = 0; i < pixels; i++) {
    const red = linear[rgb[3 * i]!]!;
    const green = linear[rgb[3 * i + 1]!]!;
    const blue = linear[rgb[3 * i + 2]!]!;
    const fx = roots[(red * xr + green * xg + blue * xb + 2048) >> 12]!;
    const fy = roots[(red * yr + green * yg + blue * yb + 2048) >> 12]!;
    const fz = roots[(red * zr + green * zg + blue * zb + 2048) >> 12]!;
    // 296 = 116 x 255 / 100, 1336934 = 16 x 255 / 100 with 15 bits of fraction.
    l[i] = clip((296 * fy - 1336934 + 16384) >> 15);
    a[i] = clip((500 * (fx - fy) + 128 * ROOT + 16384) >> 15);
    b[i] = clip((200 * (fy - fz) + 128 * ROOT + 16384) >> 15);
  }
  return { l, a, b };
}

/** @returns interleaved RGB, 0..255; colours outside sRGB are clipped */
export function labToRgb({ l, a, b }: LabPlanes): Uint8Array {
  const rgb = new Uint8Array(l.length * 3);
  for (let i = 0; i < l.length; i++) {
    const root = luminanceRoot[l[i]!]!;
    const y = luminance[l[i]!]!;
    // (a - 128) / 500 and (b - 128) / 200 with 14 bits of fraction, in OpenCV's approximation.
    const alongA = ((5 * a[i]! * 53687 + 128) >> 13) - 4194;
    const alongB = ((b[i]! * 41943 + 16) >> 9) - 10484;
    const x = cubes[root + alongA - LEAST_ROOT]!;
    const z = cubes[root - alongB - LEAST_ROOT]!;
    rgb[3 * i] = gamma[gammaIndex((rx * x + ry * y + rz * z + 8192) >> 14)]!;
    rgb[3 * i + 1] = gamma[gammaIndex((gx * x + gy * y + gz * z + 8192) >> 14)]!;
    rgb[3 * i + 2] = gamma[gammaIndex((bx * x + by * y + bz * z + 8192) >> 14)]!;
  }
  return rgb;
}
