import type { ChallengeCard } from "@maskboard/contracts";
import { expect, test } from "vitest";
import { groupChallenges } from "./group-challenges.ts";

const NOW = Date.parse("2030-06-01T12:00:00Z");
const card = (slug: string, change: Partial<ChallengeCard> = {}): ChallengeCard => ({
  ...{ slug, title: slug, summary: "", status: "published", phase: "public" },
  ...{ startsAt: null, endsAt: null, teams: 0, submissions: 0, pictures: [] },
  ...change,
});

test("running, past and drafts, each in the order in which they come", () => {
  const { running, past, drafts } = groupChallenges(
    [
      card("draft", { status: "draft" }),
      card("open"),
      card("ended", { endsAt: new Date(NOW) }),
      card("closed", { status: "closed" }),
      card("later", { startsAt: new Date(NOW + 1), endsAt: new Date(NOW + 2) }),
      card("revealed", { phase: "revealed" }),
      card("frozen", { phase: "frozen" }),
    ],
    NOW,
  );
  const slugs = (cards: ChallengeCard[]) => cards.map(({ slug }) => slug);
  expect(slugs(running)).toEqual(["open", "later", "frozen"]);
  expect(slugs(past)).toEqual(["ended", "closed", "revealed"]);
  expect(slugs(drafts)).toEqual(["draft"]);
});
