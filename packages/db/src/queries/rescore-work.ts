import { RESCORE_LANES, SCORER_VERSION } from "@maskboard/contracts";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import { notify } from "../notify.ts";
import type { Queue } from "../queue/index.ts";
import { challenge, rescore, rescoreItem, submission } from "../schema/index.ts";
import { bumpBoard } from "./challenges.ts";
import { applyLadder } from "./ladder.ts";
import { lockChallenge } from "./lock-challenge.ts";
import type { SubmissionRecord } from "./move.ts";
import { enqueueStep, type RescoreRow } from "./rescore.ts";
import { selectRows } from "./select-rows.ts";

/* What scorers do with a batch. */

/** The batch, if it still runs; notes when the first scorer took it up. */
export async function takeUpRescore(db: Db, id: string): Promise<RescoreRow | null> {
  await db
    .update(rescore)
    .set({ startedAt: new Date() })
    .where(and(eq(rescore.id, id), isNull(rescore.startedAt)));
  const [row] = await db
    .select()
    .from(rescore)
    .where(and(eq(rescore.id, id), eq(rescore.state, "running")));
  return row ?? null;
}

/** Submissions of a lane that wait to be scored, in a fixed order; none when the batch is over. */
export async function waitingSubmissions(
  db: Executor,
  rescoreId: string,
  lane: number,
  limit: number,
): Promise<SubmissionRecord[]> {
  return db
    .select({ submission })
    .from(rescoreItem)
    .innerJoin(rescore, eq(rescore.id, rescoreItem.rescoreId))
    .innerJoin(submission, eq(submission.id, rescoreItem.submissionId))
    .where(
      and(
        eq(rescoreItem.rescoreId, rescoreId),
        eq(rescoreItem.state, "waiting"),
        eq(rescore.state, "running"),
        // By the position in the batch, so that small batches are dealt evenly too.
        sql`(hashtext(${rescoreItem.submissionId}::text) & 2147483647)
          % least(${RESCORE_LANES}, ${rescore.total}) = ${lane}`,
      ),
    )
    .orderBy(rescoreItem.submissionId)
    .limit(limit)
    .then((rows) => rows.map((row) => row.submission));
}

/** Leaves the rest of a lane to a later job, so that other batches get their turn. */
export async function handOnRescore(
  db: Db,
  queue: Queue,
  row: RescoreRow,
  next: { lane: number; step: number },
): Promise<void> {
  await enqueueStep(db, queue, { rescoreId: row.id, ...next }, row.total);
}

/** Marks submissions that can't be scored; their earlier scores stay. */
export async function failRescoreItems(
  db: Executor,
  row: Pick<RescoreRow, "id" | "challengeId">,
  submissionIds: readonly string[],
  error: string,
): Promise<void> {
  if (submissionIds.length === 0) return;
  await db
    .update(rescoreItem)
    .set({ state: "failed", error })
    .where(
      and(
        eq(rescoreItem.rescoreId, row.id),
        inArray(rescoreItem.submissionId, [...submissionIds]),
        eq(rescoreItem.state, "waiting"),
      ),
    );
  await notify(db, { kind: "rescore", id: row.id, challengeId: row.challengeId });
}

/** Ends a batch in which nothing waits any more. */
export async function finishRescore(db: Db, row: RescoreRow): Promise<void> {
  await db.transaction(async (tx) => {
    await lockChallenge(tx, row.challengeId);
    const [ended] = await tx
      .update(rescore)
      .set({ state: "done", finishedAt: new Date() })
      .where(
        and(
          eq(rescore.id, row.id),
          eq(rescore.state, "running"),
          sql`not exists (select 1 from rescore_item i
            where i.rescore_id = ${row.id} and i.state = 'waiting')`,
        ),
      )
      .returning({ id: rescore.id });
    if (!ended) return;
    await notify(tx, { kind: "rescore", id: row.id, challengeId: row.challengeId });
    if (row.dryRun) return;
    await bumpIfActive(tx, row);
    // Lanes that worked on one team at the same time did not see each other's scores.
    await applyLadder(tx, row.challengeId);
  });
}

/** The board changes with scores of the active version only; what the Ladder rule shows as well. */
export async function bumpIfActive(
  tx: Executor,
  { challengeId, splitVersionId }: Pick<RescoreRow, "challengeId" | "splitVersionId">,
  teamIds?: readonly string[],
): Promise<void> {
  const [active] = await tx
    .select({ id: challenge.activeSplitVersionId })
    .from(challenge)
    .where(eq(challenge.id, challengeId));
  if (active?.id !== splitVersionId) return;
  await bumpBoard(tx, challengeId);
  if (teamIds) await applyLadder(tx, challengeId, teamIds);
}

/** An earlier score of a submission, whose matrices may serve another split version. */
export interface SourceScore {
  readonly scoreId: string;
  /** Whether it is for the wanted version already. */
  readonly same: boolean;
  readonly meanIou: number;
  readonly privateMeanIou: number | null;
}

/**
 * For each submission the score that is nearest to a split version: of that version itself, else of
 * the same data set version, else the latest one.
 */
export async function sourceScores(
  db: Executor,
  submissionIds: readonly string[],
  target: { splitVersionId: string; datasetVersionId: string },
): Promise<Map<string, SourceScore>> {
  if (submissionIds.length === 0) return new Map();
  const found = await selectRows<{
    submission_id: string;
    id: string;
    same: boolean;
    mean_iou: number;
    private_mean_iou: number | null;
  }>(
    db,
    sql`
    select distinct on (s.submission_id) s.submission_id, s.id, s.mean_iou,
      p.mean_iou as private_mean_iou, s.split_version_id = ${target.splitVersionId} as same
    from score s
    join split_version v on v.id = s.split_version_id
    left join score_private p on p.score_id = s.id
    where s.submission_id = any(${sql.param(submissionIds)}::uuid[])
      and s.scorer_version = ${SCORER_VERSION}
    order by s.submission_id, s.split_version_id = ${target.splitVersionId} desc,
      v.dataset_version_id = ${target.datasetVersionId} desc, s.created_at desc`,
  );
  return new Map(
    found.map((row) => [
      row.submission_id,
      {
        scoreId: row.id,
        same: row.same,
        meanIou: row.mean_iou,
        privateMeanIou: row.private_mean_iou,
      },
    ]),
  );
}

/**
 * Sparse matrices of scores for the test images of a data set version: those of images whose true
 * mask is the same file there. By score, then by image id of that version.
 */
export async function storedMatrices(
  db: Executor,
  scoreIds: readonly string[],
  datasetVersionId: string,
): Promise<Map<string, Map<string, number[]>>> {
  const byScore = new Map(scoreIds.map((id) => [id, new Map<string, number[]>()]));
  if (scoreIds.length === 0) return byScore;
  const found = await selectRows<{ score_id: string; image_id: string; matrix: number[] }>(
    db,
    sql`
    select i.score_id, n.id as image_id, i.matrix
    from score_image i
    join image o on o.id = i.image_id
    join image n on n.dataset_version_id = ${datasetVersionId} and n.role = 'test'
      and n.stem = o.stem and n.mask_key = o.mask_key
    where i.score_id = any(${sql.param(scoreIds)}::uuid[])`,
  );
  for (const row of found) byScore.get(row.score_id)!.set(row.image_id, row.matrix);
  return byScore;
}
