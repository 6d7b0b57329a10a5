import type { SubmissionView } from "@maskboard/contracts";
import { classTable } from "./classes.ts";
import { bytes, moment, share } from "./format.ts";
import { stateText } from "./state.ts";
import { accent, bad, bold, dim } from "./style.ts";
import { facts } from "./table.ts";

/** How many of the worst images are listed. */
const WORST = 5;

/** A submission for people: what it is, how it went, its classes and its worst images. */
export function submissionText(view: SubmissionView): string {
  const parts = [
    facts([
      ["submission", accent(view.id)],
      ["challenge", view.challenge],
      ["team", `${view.team} ${dim(`by ${view.by}`)}`],
      ["file", `${view.filename} ${dim(bytes(view.bytes))}`],
      ...(view.note ? [["note", view.note] as const] : []),
      ["sent", moment(view.createdAt)],
      ["state", stateText(view.state)],
      ...(view.queuePosition === null
        ? []
        : [
            [
              "in the queue",
              view.queuePosition === 0 ? "next" : `${view.queuePosition} before it`,
            ] as const,
          ]),
      ...(view.publicMeanIou === null
        ? []
        : [
            [
              "mean IoU",
              `${bold(share(view.publicMeanIou, 6))}${view.heldBack ? dim(" (your best so far: this one is held back)") : ""}`,
            ] as const,
          ]),
      ...(view.late ? [["late", "outside the ranks: it began after the deadline"] as const] : []),
      ...(view.teamRank === null
        ? []
        : [
            [
              "team's rank",
              `${view.teamRank}${view.best ? dim(" (by this submission)") : ""}`,
            ] as const,
          ]),
    ]),
  ];
  if (view.error) parts.push(`${bad(view.error.message)}\n${view.error.fix}`);
  if (view.notices.length > 0) parts.push(view.notices.map((notice) => dim(notice)).join("\n"));
  if (view.result) {
    parts.push(classTable(view.result.perClass));
    const worst = [...view.result.perImage]
      .sort((a, b) => (a.meanIou ?? 2) - (b.meanIou ?? 2))
      .slice(0, WORST)
      .map((image) => [image.stem, share(image.meanIou)] as const);
    if (worst.length > 0) parts.push(`${dim("worst public images")}\n${facts(worst)}`);
  }
  return parts.join("\n\n");
}
