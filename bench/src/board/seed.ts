import { randomUUID } from "node:crypto";
import { limitsSchema, SCORER_VERSION } from "@maskboard/contracts";
import { createChallenge, type Db, schema } from "@maskboard/db";
import { sql } from "drizzle-orm";

export const SLUG = "board-bench";

const CLASSES = ["background", "head", "torso", "legs", "tail", "ears"].map((name, id) => ({
  id,
  name,
  color: `#${(0x3366aa + id * 0x1b2f11).toString(16)}`,
}));

/**
 * A challenge whose board is full: every team has a captain and as many scored submissions, spread
 * over the last 30 days.
 */
export async function seedBoard(
  db: Db,
  { teams, submissions }: { teams: number; submissions: number },
): Promise<{ challengeId: string; splitVersionId: string }> {
  const id = randomUUID();
  const { challengeId, splitVersionId } = await createChallenge(db, {
    challenge: {
      id,
      slug: SLUG,
      title: "A full board",
      classes: CLASSES,
      limits: limitsSchema.parse({}),
      status: "published",
    },
    dataset: { kitKey: null, kitBytes: 0, classPixels: [] },
    images: (["public", "private"] as const).map((split) => ({
      stem: split,
      role: "test",
      split,
      width: 350,
      height: 350,
      imageKey: `bench/${split}.png`,
      maskKey: `bench/${split}-mask.png`,
    })),
  });
  await db.execute(sql`
    insert into "user" (id, name, email) select 'bench-' || n, 'Person ' || n, 'bench-' || n || '@example.test'
    from generate_series(1, ${teams}::int) n`);
  await db.execute(sql`
    insert into ${schema.team} (challenge_id, name, invite_token)
    select ${challengeId}::uuid, 'Team ' || n, 'bench-token-' || n from generate_series(1, ${teams}::int) n`);
  await db.execute(sql`
    insert into ${schema.teamMember} (team_id, challenge_id, user_id, captain)
    select id, challenge_id, 'bench-' || substring(name from 6), true from ${schema.team}
    where challenge_id = ${challengeId}`);
  await db.execute(sql`
    insert into ${schema.submission} (challenge_id, team_id, filename, bytes, state, sha256, artifact_key, created_at, finished_at)
    select ${challengeId}::uuid, t.id, 'masks.zip', 1000, 'scored', md5(t.id::text || n), 'bench/' || n, at, at
    from ${schema.team} t, generate_series(1, ${Math.ceil(submissions / teams)}::int) n,
      lateral (select now() - random() * interval '30 days' as at) when_
    where t.challenge_id = ${challengeId}`);
  const evaluation = JSON.stringify({
    meanIou: 0.5,
    pixelAccuracy: 0.9,
    meanAccuracy: 0.6,
    frequencyWeightedIou: 0.8,
    images: 40,
    pixels: 4_900_000,
    perClass: CLASSES.map(({ id: classId, name }) => ({
      id: classId,
      name,
      iou: 0.5,
      dice: 0.6,
      precision: 0.7,
      recall: 0.6,
      truthPixels: 800_000,
      predictedPixels: 700_000,
    })),
    confusion: {
      ids: CLASSES.map((entry) => entry.id),
      matrix: CLASSES.map(() => CLASSES.map(() => 10_000)),
      other: CLASSES.map(() => 0),
    },
  });
  await db.execute(sql`
    insert into ${schema.score} (submission_id, split_version_id, scorer_version, artifact_sha256,
      team_id, submitted_at, published_at, mean_iou, class_ious, interval_low, interval_high, evaluation,
      created_at)
    select s.id, ${splitVersionId}::uuid, ${SCORER_VERSION}, s.sha256, s.team_id, s.created_at,
      s.created_at, value,
      jsonb_build_array(value, value * 0.9, value * 0.8, value * 0.7, value * 0.6, value * 0.5),
      value - 0.03, least(value + 0.03, 1), ${evaluation}::jsonb, s.created_at
    from ${schema.submission} s, lateral (select 0.2 + 0.7 * random() as value where s.id is not null) v
    where s.challenge_id = ${challengeId}`);
  await db.execute(sql`analyze`);
  return { challengeId, splitVersionId };
}
