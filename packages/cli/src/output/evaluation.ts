import type { Evaluation } from "@maskboard/contracts";
import { classTable } from "./classes.ts";
import { count, counted, share } from "./format.ts";
import { bold, dim, warn } from "./style.ts";
import { facts } from "./table.ts";

/** How many of the worst images are listed. */
const WORST = 5;

/** An evaluation for people: the score, the classes, the images that went worst. */
export function evaluationText(result: Evaluation): string {
  const parts = [
    facts([
      ["mean IoU", bold(share(result.meanIou, 6))],
      ["pixel accuracy", share(result.pixelAccuracy)],
      ["mean accuracy", share(result.meanAccuracy)],
      ["frequency-weighted IoU", share(result.frequencyWeightedIou)],
      ["images", count(result.images)],
      ["pixels", count(result.pixels)],
    ]),
    classTable(result.perClass),
  ];
  const other = result.confusion.other.reduce((sum, pixels) => sum + pixels, 0);
  if (other > 0) {
    parts.push(warn(`Predicted as something that is no class: ${counted(other, "pixel")}.`));
  }
  const worst = [...result.perImage]
    .sort((a, b) => (a.meanIou ?? 2) - (b.meanIou ?? 2))
    .slice(0, WORST)
    .map((image) => [image.name, share(image.meanIou)] as const);
  if (result.perImage.length > 1) parts.push(`${dim("worst images")}\n${facts(worst)}`);
  return parts.join("\n\n");
}
