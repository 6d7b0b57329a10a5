import { and, eq, ne, sql } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import type { Queue } from "../queue/index.ts";
import {
  challenge,
  type SplitEvaluation,
  score,
  scoreImage,
  scorePrivate,
  submission,
} from "../schema/index.ts";
import { bumpBoard } from "./challenges.ts";
import { inChunks } from "./chunks.ts";
import { applyLadder } from "./ladder.ts";
import { lockSubmission, move, type SubmissionRecord } from "./move.ts";
import { queueForScoring } from "./uploads.ts";

export interface SplitScore {
  /** In 0..1. */
  meanIou: number;
  /** 95 % bootstrap interval over images. */
  interval: readonly [number, number] | null;
  evaluation: SplitEvaluation;
}

export interface ImageScore {
  imageId: string;
  split: "public" | "private";
  meanIou: number | null;
  /** Sparse matrix: `[index, pixels, ...]`. */
  matrix: readonly number[];
}

export interface ScoreIdentity {
  submissionId: string;
  splitVersionId: string;
  scorerVersion: string;
}

export interface NewScore extends ScoreIdentity {
  public: SplitScore;
  /** `null` when the split version has no private images. */
  private: SplitScore | null;
  images: readonly ImageScore[];
}

export interface Published {
  scoreId: string;
  /** `false` when the same score had been published before. */
  created: boolean;
}

/**
 * Publishes a score and moves the submission to `scored` in one transaction. A score of the same
 * identity is kept as it is, so that two scorers that worked on the same job publish once.
 *
 * @param queue for going on to the active split version when this one is not active any more
 * @throws MaskboardError `wrong_state` when the submission is not being scored
 */
export async function publishScore(
  db: Db,
  input: NewScore,
  queue: Queue | null = null,
): Promise<Published> {
  return publishOnce(db, queue, input, async (tx, row) => {
    const scoreId = await insertScore(tx, row, input);
    if (input.private) {
      await tx.insert(scorePrivate).values({ scoreId, ...columns(input.private) });
    }
    for (const part of inChunks(input.images, 2_000)) await insertImages(tx, scoreId, part);
    return scoreId;
  });
}

/**
 * Publishes the score that the same file got in another submission, if there is one.
 * @returns `null` when the file has to be scored
 */
export async function republishScore(
  db: Db,
  identity: ScoreIdentity,
  queue: Queue | null = null,
): Promise<Published | null> {
  const { submissionId, splitVersionId, scorerVersion } = identity;
  const [twin] = await db
    .select({ score, notices: sql<string[]>`coalesce(twin.notices, '[]')` })
    .from(score)
    .innerJoin(submission, eq(submission.sha256, score.artifactSha256))
    .innerJoin(sql`submission as twin`, sql`twin.id = ${score.submissionId}`)
    .where(
      and(
        eq(submission.id, submissionId),
        eq(sql`twin.challenge_id`, submission.challengeId),
        eq(score.splitVersionId, splitVersionId),
        eq(score.scorerVersion, scorerVersion),
      ),
    )
    .limit(1);
  if (!twin) return null;
  return publishOnce(db, queue, identity, async (tx, row) => {
    const { id: from, ...copied } = twin.score;
    const [copy] = await tx
      .insert(score)
      .values({
        ...copied,
        submissionId,
        teamId: row.teamId,
        submittedAt: row.createdAt,
        publishedAt: firstPublished(submissionId),
        shownMeanIou: null,
        current: true,
        createdAt: new Date(),
      })
      .returning({ id: score.id });
    const to = copy!.id;
    await tx.execute(sql`
      insert into score_private (score_id, mean_iou, class_ious, interval_low, interval_high, evaluation)
      select ${to}::uuid, mean_iou, class_ious, interval_low, interval_high, evaluation
      from score_private where score_id = ${from}`);
    await tx.execute(sql`
      insert into score_image (score_id, image_id, split, mean_iou, matrix)
      select ${to}::uuid, image_id, split, mean_iou, matrix from score_image where score_id = ${from}`);
    await tx
      .update(submission)
      .set({ notices: twin.notices })
      .where(eq(submission.id, submissionId));
    return to;
  });
}

async function publishOnce(
  db: Db,
  queue: Queue | null,
  identity: ScoreIdentity,
  insert: (tx: Executor, row: SubmissionRecord) => Promise<string>,
): Promise<Published> {
  const { submissionId, splitVersionId, scorerVersion } = identity;
  return db.transaction(async (tx) => {
    let row = await lockSubmission(tx, submissionId);
    const sameSubject = and(
      eq(score.submissionId, submissionId),
      eq(score.splitVersionId, splitVersionId),
    );
    const [existing] = await tx
      .select({ id: score.id })
      .from(score)
      .where(and(sameSubject, eq(score.scorerVersion, scorerVersion)));
    if (existing && row.state === "scored") return { scoreId: existing.id, created: false };
    // A file that is known is not looked at again.
    if (row.state === "checking") row = await move(tx, row, "scoring");
    const set = { finishedAt: new Date(), error: null, progressDone: null, progressTotal: null };
    row = await move(tx, row, "scored", { set });
    const scoreId = existing?.id ?? (await insert(tx, row));
    await bumpBoard(tx, row.challengeId);
    await tx.update(score).set({ current: true }).where(eq(score.id, scoreId));
    await tx
      .update(score)
      .set({ current: false })
      .where(and(sameSubject, ne(score.id, scoreId)));
    await applyLadder(tx, row.challengeId, [row.teamId]);
    if (queue) await followSplit(tx, queue, row, splitVersionId);
    return { scoreId, created: !existing };
  });
}

/**
 * Sends a submission back to the queue when another split version was activated while it was being
 * scored. `bumpBoard` holds the challenge: no activation comes between this look and the commit.
 */
async function followSplit(
  tx: Executor,
  queue: Queue,
  row: SubmissionRecord,
  scoredFor: string,
): Promise<void> {
  const [now] = await tx
    .select({ active: challenge.activeSplitVersionId })
    .from(challenge)
    .where(eq(challenge.id, row.challengeId));
  if (!now?.active || now.active === scoredFor) return;
  const text = "The split of the test images has changed; the score for the new one follows.";
  await queueForScoring(tx, queue, row, now.active, text);
}

/** When a submission first had a score: a later one takes its place, not a later time. */
export const firstPublished = (submissionId: string) => sql<Date>`coalesce(
  (select min(earlier.published_at) from score earlier where earlier.submission_id = ${submissionId}),
  clock_timestamp())`;

const columns = ({ meanIou, interval, evaluation }: SplitScore) => ({
  meanIou,
  evaluation,
  classIous: evaluation.perClass.map((entry) => entry.iou),
  intervalLow: interval?.[0] ?? null,
  intervalHigh: interval?.[1] ?? null,
});

async function insertScore(tx: Executor, row: SubmissionRecord, input: NewScore): Promise<string> {
  const { splitVersionId, scorerVersion } = input;
  const [created] = await tx
    .insert(score)
    .values({
      submissionId: row.id,
      splitVersionId,
      scorerVersion,
      artifactSha256: row.sha256!,
      teamId: row.teamId,
      submittedAt: row.createdAt,
      publishedAt: firstPublished(row.id),
      ...columns(input.public),
    })
    .returning({ id: score.id });
  return created!.id;
}

/** As one JSON parameter: twenty thousand rows would be a hundred thousand parameters otherwise. */
async function insertImages(tx: Executor, scoreId: string, images: ImageScore[]): Promise<void> {
  const rows = images.map(({ imageId, split, meanIou, matrix }) => ({
    image_id: imageId,
    split,
    mean_iou: meanIou,
    matrix,
  }));
  await tx.execute(sql`
    insert into ${scoreImage} (score_id, image_id, split, mean_iou, matrix)
    select ${scoreId}::uuid, image_id, split, mean_iou, matrix
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(image_id uuid, split text, mean_iou float8, matrix int[])`);
}
