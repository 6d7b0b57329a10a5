import { type FeatureGrid, FeatureWriter, rays } from "./feature-grid.ts";
import { boxBlur, type Plane } from "./planes.ts";

/** Where the first opinion is looked up, in pixels at half size. */
const RAYS = rays([6, 14, 28, 52]);

/**
 * Widens features by what a first forest believes here and around: auto-context (Tu, "Auto-context
 * and its application to high-level vision tasks", CVPR 2008). A leg is a leg because a torso is
 * above it, which no local feature tells.
 *
 * @param opinion One plane of probabilities for each class.
 */
export function addContext(grid: FeatureGrid, opinion: readonly Plane[]): FeatureGrid {
  const { width, height, count } = grid;
  const writer = new FeatureWriter(width, height, count + opinion.length * (4 + RAYS.length));
  writer.copy(grid.data);
  for (const plane of opinion) {
    const middle = boxBlur(plane, 4);
    const total = plane.data.reduce((a, b) => a + b, 0) / plane.data.length;
    writer.plane(boxBlur(plane, 1), 255);
    writer.plane(middle, 255);
    writer.plane(boxBlur(boxBlur(plane, 16), 16), 255);
    // How much of the class there is in the whole image: the animal's size and kind.
    writer.plane(plane, 0, 255 * Math.sqrt(total));
    for (const ray of RAYS) writer.shifted(middle, ray, 255);
  }
  return writer.finish();
}
