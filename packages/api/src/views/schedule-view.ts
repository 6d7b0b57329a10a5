import { intakeOf, type Schedule } from "@maskboard/contracts";
import type { ChallengeRow } from "@maskboard/db";

/** The course of a challenge, for its organizers. */
export function scheduleView(row: ChallengeRow, now = new Date()): Schedule {
  const { slug, title, phase, startsAt, frozenAt, endsAt, lateUntil, revealedAt } = row;
  const { boardShown, ladderStep } = row;
  const instants = { startsAt, frozenAt, endsAt, lateUntil, revealedAt };
  return {
    slug,
    title,
    phase,
    intake: intakeOf(row, now),
    ...instants,
    boardShown,
    ladderStep,
    now,
  };
}
