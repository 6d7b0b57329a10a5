import { MaskboardError, phaseOf, type Timetable, type TimetableField } from "@maskboard/contracts";

/** Instants that are moved; what is not named stays. */
export type TimetableChange = { readonly [Field in TimetableField]?: Date | null };

const NAMES: Record<TimetableField, string> = {
  startsAt: "start",
  frozenAt: "freeze",
  endsAt: "deadline",
  lateUntil: "end of the late lane",
  revealedAt: "reveal",
};

const isoOf = (at: Date | null): string => at?.toISOString() ?? "none";

/** The fields whose instant a change moves, as instants, not as objects. */
export function movedFields(before: Timetable, change: TimetableChange): TimetableField[] {
  return (Object.keys(change) as TimetableField[]).filter(
    (field) => change[field] !== undefined && !sameInstant(before[field], change[field] ?? null),
  );
}

const sameInstant = (a: Date | null, b: Date | null): boolean => a?.getTime() === b?.getTime();

/**
 * Applies a change to a timetable. A reveal that happens now takes a planned freeze with it.
 *
 * @param now what is moved may not lie before it, but for the start
 * @throws MaskboardError `already_revealed` for a freeze or reveal that is moved after the reveal:
 *   private scores that were seen can't be unseen, and finals and uploads chosen by them would count;
 *   `schedule` when instants are out of order or in the past
 */
export function changedTimetable(before: Timetable, change: TimetableChange, now: Date): Timetable {
  const moved = movedFields(before, change);
  const { startsAt, frozenAt, endsAt, lateUntil, revealedAt } = before;
  const after = { startsAt, frozenAt, endsAt, lateUntil, revealedAt };
  for (const field of moved) after[field] = change[field] ?? null;
  if (phaseOf(before, now) === "revealed") {
    const late = moved.find((field) => field === "frozenAt" || field === "revealedAt");
    if (late) {
      const at = isoOf(revealedAt);
      throw new MaskboardError("already_revealed", `Private scores show since ${at}.`, {
        field: late,
      });
    }
  }
  for (const field of moved) {
    const at = after[field];
    if (field === "startsAt" || !at || at >= now) continue;
    fail(field, `The ${NAMES[field]} can't be put into the past (${isoOf(at)}).`);
  }
  const revealsNow = after.revealedAt !== null && after.revealedAt <= now;
  if (revealsNow && after.frozenAt && after.frozenAt > after.revealedAt!) after.frozenAt = null;
  // A pair that nobody touched is left alone, whatever it is.
  const touched = (...fields: TimetableField[]) => fields.some((field) => moved.includes(field));
  if (touched("startsAt", "endsAt")) inOrder(after, "startsAt", "endsAt", false);
  if (touched("endsAt", "lateUntil")) inOrder(after, "endsAt", "lateUntil", true);
  if (touched("frozenAt", "revealedAt")) inOrder(after, "frozenAt", "revealedAt", false);
  // Now, it ends the challenge; planned before the deadline it would surprise everybody.
  if (!revealsNow && touched("endsAt", "revealedAt")) inOrder(after, "endsAt", "revealedAt", true);
  if (touched("lateUntil", "endsAt") && after.lateUntil && !after.endsAt && !after.revealedAt) {
    fail("lateUntil", "Without a deadline or a reveal nothing is late.");
  }
  return after;
}

function inOrder(
  plan: Timetable,
  first: TimetableField,
  second: TimetableField,
  together: boolean,
): void {
  const [a, b] = [plan[first], plan[second]];
  if (!a || !b || a < b || (together && sameInstant(a, b))) return;
  fail(
    second,
    `The ${NAMES[second]} (${isoOf(b)}) must come ${together ? "at or " : ""}after the ${NAMES[first]} (${isoOf(a)}).`,
  );
}

function fail(field: TimetableField, message: string): never {
  throw new MaskboardError("schedule", message, { field });
}
