import type { TimetableField } from "@maskboard/contracts";

/** What the instants of a challenge are called, and what begins with them. */
export const INSTANTS: Record<TimetableField, { name: string; text: string }> = {
  startsAt: { name: "Start", text: "Uploads are taken from here on." },
  frozenAt: { name: "Freeze", text: "Scores that come later do not show until the reveal." },
  endsAt: { name: "Deadline", text: "An upload that began before it counts." },
  lateUntil: { name: "Late until", text: "Later uploads are scored outside the ranks until here." },
  revealedAt: { name: "Reveal", text: "Private scores show, for good." },
};
