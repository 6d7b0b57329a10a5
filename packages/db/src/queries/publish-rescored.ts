import { SCORER_VERSION } from "@maskboard/contracts";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import { notify } from "../notify.ts";
import { scoreImage, scorePrivate, submission } from "../schema/index.ts";
import { lockChallenge } from "./lock-challenge.ts";
import type { ImageScore, SplitScore } from "./publish-score.ts";
import type { RescoreRow } from "./rescore.ts";
import { bumpIfActive } from "./rescore-work.ts";
import { selectRows } from "./select-rows.ts";

/** What came out for one submission of a batch. */
export interface Rescored {
  submissionId: string;
  /** Mean IoUs it had before. */
  before: { public: number | null; private: number | null };
  public: SplitScore;
  private: SplitScore | null;
  images: readonly ImageScore[];
}

/**
 * Publishes the results of a part of a batch and notes in the same transaction that it is done, so
 * that a scorer that dies leaves neither a gap nor a double. A `rescore` replaces the score of the
 * same identity; other batches keep it. A submission that is not `scored` any more is left alone:
 * it is in the queue, and gets its score there.
 */
export async function publishRescored(
  db: Db,
  row: RescoreRow,
  results: readonly Rescored[],
): Promise<void> {
  if (results.length === 0) return;
  await db.transaction(async (tx) => {
    const teamIds = row.dryRun ? [] : await publish(tx, row, results);
    await finishItems(tx, row, results);
    await notify(tx, { kind: "rescore", id: row.id, challengeId: row.challengeId });
    if (!row.dryRun && teamIds.length > 0) await bumpIfActive(tx, row, teamIds);
  });
}

/** @returns the teams that got scores */
async function publish(
  tx: Executor,
  row: RescoreRow,
  results: readonly Rescored[],
): Promise<string[]> {
  const ids = results.map(({ submissionId }) => submissionId);
  const locked = await tx
    .select({ id: submission.id, teamId: submission.teamId })
    .from(submission)
    .where(and(inArray(submission.id, ids), eq(submission.state, "scored")))
    .orderBy(submission.id)
    .for("no key update");
  const scored = new Set(locked.map(({ id }) => id));
  const valid = results.filter(({ submissionId }) => scored.has(submissionId));
  if (row.kind === "rescore") await lockChallenge(tx, row.challengeId);
  const scoreIds = await upsertScores(tx, row, valid);
  if (scoreIds.size === 0) return [];
  const created = [...scoreIds.values()];
  if (row.kind === "rescore") {
    await tx.delete(scorePrivate).where(inArray(scorePrivate.scoreId, created));
    await tx.delete(scoreImage).where(inArray(scoreImage.scoreId, created));
  }
  await insertParts(tx, scoreIds, valid);
  await lockChallenge(tx, row.challengeId);
  await retireOlder(tx, row, [...scoreIds.keys()]);
  return [...new Set(locked.filter(({ id }) => scoreIds.has(id)).map(({ teamId }) => teamId))];
}

const values = ({ meanIou, interval, evaluation }: SplitScore) => ({
  mean_iou: meanIou,
  class_ious: evaluation.perClass.map(({ iou }) => iou),
  interval_low: interval?.[0] ?? null,
  interval_high: interval?.[1] ?? null,
  evaluation,
});

const VALUES = sql.raw("mean_iou, class_ious, interval_low, interval_high, evaluation");
const X_VALUES = sql.raw("x.mean_iou, x.class_ious, x.interval_low, x.interval_high, x.evaluation");
const TYPES = sql.raw(
  "mean_iou float8, class_ious jsonb, interval_low float8, interval_high float8, evaluation jsonb",
);

/**
 * The scores by submission that were written. `published_at` stays that of the submission's first
 * score: a frozen board and yesterday's board know a submission from when it was scored first.
 */
async function upsertScores(
  tx: Executor,
  { splitVersionId, kind }: RescoreRow,
  results: readonly Rescored[],
): Promise<Map<string, string>> {
  const rows = results.map((result) => ({
    submission_id: result.submissionId,
    ...values(result.public),
  }));
  const written = await selectRows<{ id: string; submission_id: string }>(
    tx,
    sql`
    insert into score (submission_id, split_version_id, scorer_version, artifact_sha256, team_id,
      submitted_at, published_at, ${VALUES})
    select u.id, ${splitVersionId}::uuid, ${SCORER_VERSION}, u.sha256, u.team_id, u.created_at,
      coalesce((select min(o.published_at) from score o where o.submission_id = u.id),
        clock_timestamp()),
      ${X_VALUES}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(submission_id uuid, ${TYPES})
    join submission u on u.id = x.submission_id
    on conflict on constraint score_identity ${
      kind === "rescore"
        ? sql`do update set current = true, mean_iou = excluded.mean_iou,
            class_ious = excluded.class_ious, interval_low = excluded.interval_low,
            interval_high = excluded.interval_high, evaluation = excluded.evaluation`
        : sql`do nothing`
    }
    returning id, submission_id`,
  );
  return new Map(written.map((row) => [row.submission_id, row.id]));
}

/** Scores of the same version by earlier scorers don't count any more. */
async function retireOlder(
  tx: Executor,
  { splitVersionId }: RescoreRow,
  submissionIds: readonly string[],
): Promise<void> {
  await tx.execute(sql`update score set current = false
    where submission_id = any(${sql.param(submissionIds)}::uuid[])
      and split_version_id = ${splitVersionId} and scorer_version <> ${SCORER_VERSION} and current`);
}

async function insertParts(
  tx: Executor,
  scoreIds: ReadonlyMap<string, string>,
  results: readonly Rescored[],
): Promise<void> {
  const written = results.filter(({ submissionId }) => scoreIds.has(submissionId));
  const hidden = written.flatMap(({ submissionId, private: side }) =>
    side ? [{ score_id: scoreIds.get(submissionId), ...values(side) }] : [],
  );
  await tx.execute(sql`insert into score_private (score_id, ${VALUES})
    select x.score_id, ${X_VALUES}
    from jsonb_to_recordset(${JSON.stringify(hidden)}::jsonb) as x(score_id uuid, ${TYPES})`);
  const images = written.flatMap(({ submissionId, images }) =>
    images.map(({ imageId, split, meanIou, matrix }) => ({
      s: scoreIds.get(submissionId),
      i: imageId,
      p: split,
      m: meanIou,
      x: matrix,
    })),
  );
  await tx.execute(sql`insert into score_image (score_id, image_id, split, mean_iou, matrix)
    select s, i, p, m, x from jsonb_to_recordset(${JSON.stringify(images)}::jsonb)
      as r(s uuid, i uuid, p text, m float8, x int[])`);
}

async function finishItems(
  tx: Executor,
  { id }: RescoreRow,
  results: readonly Rescored[],
): Promise<void> {
  const rows = results.map((result) => ({
    submission_id: result.submissionId,
    before: result.before.public,
    after: result.public.meanIou,
    private_before: result.before.private,
    private_after: result.private?.meanIou ?? null,
  }));
  await tx.execute(sql`update rescore_item i set state = 'done', error = null, before = x.before,
      after = x.after, private_before = x.private_before, private_after = x.private_after
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(submission_id uuid,
      before float8, after float8, private_before float8, private_after float8)
    where i.rescore_id = ${id} and i.submission_id = x.submission_id`);
}
