import { expect, it } from "vitest";
import { boxBlur, newPlane, type Plane } from "./planes.ts";
import { seededRandom } from "./random.ts";

function naiveBlur({ width, height, data }: Plane, radius: number): number[] {
  const clamp = (value: number, most: number) => Math.min(Math.max(value, 0), most);
  return Array.from({ length: width * height }, (_, pixel) => {
    let sum = 0;
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) {
        const x = clamp((pixel % width) + dx, width - 1);
        const y = clamp(Math.floor(pixel / width) + dy, height - 1);
        sum += data[y * width + x]!;
      }
    }
    return sum / (2 * radius + 1) ** 2;
  });
}

it.each([0, 1, 3, 9])("a box blur of radius %i is the mean over the window", (radius) => {
  const plane = newPlane(11, 7);
  const random = seededRandom(4);
  for (let i = 0; i < plane.data.length; i++) plane.data[i] = 255 * random();
  const expected = naiveBlur(plane, radius);
  const blurred = boxBlur(plane, radius);
  expect([blurred.width, blurred.height]).toEqual([11, 7]);
  for (const [i, value] of expected.entries()) expect(blurred.data[i]).toBeCloseTo(value, 2);
});
