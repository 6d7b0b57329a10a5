import { SIMILAR_AGREEMENT } from "@maskboard/contracts";
import { and, desc, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Db, Executor } from "../client.ts";
import {
  challenge,
  predictionSample,
  similarity,
  submission,
  team,
  user,
} from "../schema/index.ts";
import { type AuditActor, audit } from "./audit.ts";

/** Samples are compared with so many of the latest ones of other teams. */
const COMPARED = 2_000;
/** Samples that are in memory at the same time. */
const CHUNK = 100;

/** Keeps what a submission predicted at the sampled pixels. */
export async function savePredictionSample(
  db: Executor,
  sample: { submissionId: string; datasetVersionId: string; labels: Uint8Array },
): Promise<void> {
  const row = { ...sample, labels: Buffer.from(sample.labels) };
  await db
    .insert(predictionSample)
    .values(row)
    .onConflictDoUpdate({ target: predictionSample.submissionId, set: row });
}

/** Those of the submissions that no sample is kept of. */
export async function withoutSample(
  db: Executor,
  submissionIds: readonly string[],
): Promise<Set<string>> {
  const kept = await db
    .select({ id: predictionSample.submissionId })
    .from(predictionSample)
    .where(inArray(predictionSample.submissionId, [...submissionIds]));
  const known = new Set(kept.map(({ id }) => id));
  return new Set(submissionIds.filter((id) => !known.has(id)));
}

/**
 * Looks for submissions of other teams that hold the same file, or almost the same predictions, and
 * notes them for the organizers. House teams are left out: anybody may submit what they publish.
 * @returns how many pairs are new
 */
export async function compareWithOthers(db: Db, submissionId: string): Promise<number> {
  await borrowSample(db, submissionId);
  const sameFile = await noteSameFile(db, submissionId);
  return sameFile + (await noteSamePredictions(db, submissionId));
}

/** A file that was scored before was not decoded again: its sample is that of its twin. */
async function borrowSample(db: Executor, submissionId: string): Promise<void> {
  await db.execute(sql`
    insert into prediction_sample (submission_id, dataset_version_id, labels)
    select mine.id, p.dataset_version_id, p.labels
    from submission mine
    join submission twin on twin.sha256 = mine.sha256 and twin.challenge_id = mine.challenge_id
    join prediction_sample p on p.submission_id = twin.id
    where mine.id = ${submissionId}
    limit 1
    on conflict do nothing`);
}

const OTHERS = sql`other.challenge_id = mine.challenge_id and other.team_id <> mine.team_id
  and other.state = 'scored'
  and not exists (select 1 from team t where t.id in (mine.team_id, other.team_id) and t.house)`;

async function noteSameFile(db: Executor, submissionId: string): Promise<number> {
  const found = await db.execute(sql`
    insert into similarity (challenge_id, kind, earlier_id, later_id, agreement)
    select mine.challenge_id, 'same-file',
      case when other.created_at <= mine.created_at then other.id else mine.id end,
      case when other.created_at <= mine.created_at then mine.id else other.id end, 1
    from submission mine join submission other on other.sha256 = mine.sha256 and ${OTHERS}
    where mine.id = ${submissionId} and mine.state = 'scored'
    on conflict (earlier_id, later_id) do nothing`);
  return found.rowCount ?? 0;
}

/**
 * Across data set versions too: a corrected one has the same images, so that its samples are of the
 * same pixels, and rescoring for it takes no new ones.
 */
async function noteSamePredictions(db: Db, submissionId: string): Promise<number> {
  const [mine] = await db
    .select()
    .from(predictionSample)
    .where(eq(predictionSample.submissionId, submissionId));
  if (!mine) return 0;
  let pairs = 0;
  for (let offset = 0; offset < COMPARED; offset += CHUNK) {
    const found = await db.execute<{ id: string; labels: Buffer }>(sql`
      select other.id, p.labels from submission mine
      join submission other on ${OTHERS}
      join prediction_sample p on p.submission_id = other.id
      where mine.id = ${submissionId} and mine.state = 'scored'
      order by other.created_at desc, other.id limit ${CHUNK} offset ${offset}`);
    const rows: { id: string; labels: Buffer }[] = found.rows;
    for (const { id, labels } of rows) {
      const agreement = agreementOf(mine.labels, labels);
      if (agreement >= SIMILAR_AGREEMENT) {
        pairs += await notePair(db, submissionId, id, agreement);
      }
    }
    if (rows.length < CHUNK) break;
  }
  return pairs;
}

/** Share of equal bytes, in 0..1; 0 for samples of different sizes, which can't be compared. */
function agreementOf(a: Uint8Array, b: Uint8Array): number {
  if (a.length === 0 || a.length !== b.length) return 0;
  let equal = 0;
  for (let at = 0; at < a.length; at++) if (a[at] === b[at]) equal++;
  return equal / a.length;
}

async function notePair(db: Executor, one: string, other: string, agreement: number) {
  const found = await db.execute(sql`
    insert into similarity (challenge_id, kind, earlier_id, later_id, agreement)
    select a.challenge_id, 'same-predictions', a.id, b.id, ${agreement}::float8
    from submission a join submission b on (a.created_at, a.id) < (b.created_at, b.id)
    where a.id in (${one}, ${other}) and b.id in (${one}, ${other})
    on conflict (earlier_id, later_id) do nothing`);
  return found.rowCount ?? 0;
}

/**
 * Pairs of a challenge, the latest first, between teams that are still two; dismissed ones only on
 * request.
 */
export async function listSimilar(
  db: Executor,
  challengeId: string,
  { dismissed, limit = 200 }: { dismissed: boolean; limit?: number },
) {
  const [earlier, later] = [alias(submission, "earlier"), alias(submission, "later")];
  const [earlierTeam, laterTeam] = [alias(team, "earlier_team"), alias(team, "later_team")];
  const [earlierBy, laterBy] = [alias(user, "earlier_by"), alias(user, "later_by")];
  const bestOf = (id: string) => sql<number | null>`(select s.mean_iou from score s
    join challenge c on c.id = ${challengeId} and s.split_version_id = c.active_split_version_id
    where s.submission_id = ${sql.raw(`"${id}"."id"`)} and s.current limit 1)`;
  const found = await db
    .select({
      similarity,
      earlier,
      later,
      earlierTeam,
      laterTeam,
      earlierBy: earlierBy.name,
      laterBy: laterBy.name,
      dismissedBy: user.name,
      earlierScore: bestOf("earlier"),
      laterScore: bestOf("later"),
    })
    .from(similarity)
    .innerJoin(earlier, eq(earlier.id, similarity.earlierId))
    .innerJoin(later, eq(later.id, similarity.laterId))
    .innerJoin(earlierTeam, eq(earlierTeam.id, earlier.teamId))
    .innerJoin(laterTeam, eq(laterTeam.id, later.teamId))
    .leftJoin(earlierBy, eq(earlierBy.id, earlier.userId))
    .leftJoin(laterBy, eq(laterBy.id, later.userId))
    .leftJoin(user, eq(user.id, similarity.dismissedBy))
    .where(
      and(
        eq(similarity.challengeId, challengeId),
        // Teams that were merged since share what they have.
        ne(earlier.teamId, later.teamId),
        dismissed ? undefined : isNull(similarity.dismissedAt),
      ),
    )
    .orderBy(desc(similarity.createdAt), desc(similarity.id))
    .limit(limit);
  return found;
}

/** How many pairs of a challenge nobody has looked at. */
export async function countSimilar(db: Executor, challengeId: string): Promise<number> {
  const found = await db.execute<{ pairs: number }>(sql`
    select count(*)::int as pairs from similarity
    join submission a on a.id = earlier_id join submission b on b.id = later_id
    where similarity.challenge_id = ${challengeId} and dismissed_at is null
      and a.team_id <> b.team_id`);
  return found.rows[0]!.pairs;
}

/**
 * A person has looked at a pair and finds nothing wrong.
 * @returns `false` when there is no such pair in the challenge, or it was dismissed before
 */
export async function dismissSimilar(
  db: Db,
  challengeId: string,
  id: string,
  actor: AuditActor,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .update(similarity)
      .set({ dismissedAt: new Date(), dismissedBy: actor.id })
      .where(
        and(
          eq(similarity.id, id),
          eq(similarity.challengeId, challengeId),
          isNull(similarity.dismissedAt),
        ),
      )
      .returning();
    if (!row) return false;
    const [found] = await tx
      .select({ slug: challenge.slug })
      .from(challenge)
      .where(eq(challenge.id, challengeId));
    await audit(tx, {
      actor,
      action: "similarity.dismiss",
      challengeId,
      subject: { kind: "similarity", id, name: `${row.kind} in ${found!.slug}` },
      before: { dismissed: false },
      after: { dismissed: true, earlier: row.earlierId, later: row.laterId },
    });
    return true;
  });
}
