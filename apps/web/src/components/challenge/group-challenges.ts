import type { ChallengeCard } from "@maskboard/contracts";

interface Groups {
  /** Open now or soon. */
  running: ChallengeCard[];
  past: ChallengeCard[];
  /** Seen by their organizers only. */
  drafts: ChallengeCard[];
}

/** Sorts the challenges of the home page, in the order in which they come. */
export function groupChallenges(cards: readonly ChallengeCard[], now: number): Groups {
  const groups: Groups = { running: [], past: [], drafts: [] };
  for (const card of cards) {
    const { status, phase, endsAt } = card;
    const over = (endsAt !== null && endsAt.getTime() <= now) || phase === "revealed";
    if (status === "draft") groups.drafts.push(card);
    else if (status !== "published" || over) groups.past.push(card);
    else groups.running.push(card);
  }
  return groups;
}
