import type { ChallengeCard } from "@maskboard/contracts";

/** In a word or two, whether one can take part now. */
export function challengeStatus(card: ChallengeCard, now: number): string {
  if (card.status === "draft") return "Draft";
  if (card.status === "archived") return "Archived";
  if (card.phase === "revealed") return "Results are out";
  if (card.status === "closed" || (card.endsAt && card.endsAt.getTime() <= now)) return "Over";
  if (card.startsAt && card.startsAt.getTime() > now) return "Opens soon";
  return card.phase === "frozen" ? "Board frozen" : "Open";
}
