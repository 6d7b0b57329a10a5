import { encodeLabelPng, zipToBuffer } from "@maskboard/data";
import { listSimilar } from "@maskboard/db";
import { expect } from "vitest";
import { moved, type World } from "./world.ts";

/** The predictions of `world.predictions(shift)` in other bytes, with some rows of an image wrong. */
export function copyOf({ drawn }: World, shift: number, wrongRows = 0): Promise<Buffer> {
  return zipToBuffer(
    drawn.test.map(({ stem, width, height, labels }, index) => {
      const predicted = moved(labels, width, shift);
      if (index === 0) predicted.fill(1, 0, wrongRows * width);
      return { path: `${stem}.png`, data: encodeLabelPng(predicted, width, height, { level: 1 }) };
    }),
  );
}

/** What is told: `same-file: owls larks`. */
export const pairsOf = async ({ db, challengeId }: World): Promise<string[]> =>
  (await listSimilar(db, challengeId, { dismissed: false })).map(
    ({ similarity, earlierTeam, laterTeam }) =>
      `${similarity.kind}: ${earlierTeam.name} ${laterTeam.name}`,
  );

/**
 * Waits until every scored submission has been compared, and nothing is left to compare. A comparison
 * is asked for after the score is published: that none is open says little by itself.
 */
export async function compared({ db, challengeId }: World): Promise<void> {
  const query = `select (select count(*) from pgboss.job
      where name = 'similarity' and state < 'completed')::int
    + (select count(*) from submission s where s.challenge_id = $1 and s.state = 'scored'
      and not exists (select 1 from pgboss.job where name = 'similarity'
        and data->>'submissionId' = s.id::text))::int as n`;
  const open = async () => (await db.$client.query(query, [challengeId])).rows[0].n;
  await expect.poll(open, { timeout: 20_000 }).toBe(0);
}
