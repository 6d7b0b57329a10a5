import type { ClassResult } from "@maskboard/contracts";
import { bar } from "./bars.ts";
import { count, share } from "./format.ts";
import { accent } from "./style.ts";
import { table } from "./table.ts";

/** The classes' results with a bar of the IoU. */
export function classTable(perClass: readonly ClassResult[]): string {
  return table(
    [
      { head: "class" },
      { head: "IoU", right: true },
      { head: "" },
      { head: "Dice", right: true },
      { head: "precision", right: true },
      { head: "recall", right: true },
      { head: "true px", right: true },
      { head: "predicted px", right: true },
    ],
    perClass.map((entry) => [
      entry.name,
      share(entry.iou),
      accent(bar(entry.iou)),
      share(entry.dice),
      share(entry.precision),
      share(entry.recall),
      count(entry.truthPixels),
      count(entry.predictedPixels),
    ]),
  );
}
