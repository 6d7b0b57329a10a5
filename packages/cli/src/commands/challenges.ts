import type { ChallengeCard } from "@maskboard/contracts";
import { count, moment } from "../output/format.ts";
import { accent, dim } from "../output/style.ts";
import { table } from "../output/table.ts";
import type { Report } from "../report.ts";
import type { Session } from "../session.ts";

const row = (card: ChallengeCard): string[] => [
  accent(card.slug),
  card.title,
  card.status === "published" ? card.phase : card.status,
  count(card.teams),
  count(card.submissions),
  moment(card.endsAt),
];

/** `maskboard challenges`. */
export async function challenges(session: Session): Promise<Report> {
  const client = await session.client();
  const cards = await client.ask(client.trpc.challenge.list.query());
  return {
    json: cards,
    text:
      cards.length === 0
        ? dim("No challenges yet.")
        : table(
            [
              { head: "challenge" },
              { head: "title" },
              { head: "phase" },
              { head: "teams", right: true },
              { head: "submissions", right: true },
              { head: "ends" },
            ],
            cards.map(row),
          ),
  };
}
