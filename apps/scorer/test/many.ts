import { type Db, schema } from "@maskboard/db";
import { sql } from "drizzle-orm";

/**
 * Copies a scored submission with its score many times, each into a team of its own, by SQL.
 * @returns how many there are now
 */
export async function multiply(db: Db, submissionId: string, copies: number): Promise<number> {
  await db.execute(sql`
    insert into team (id, challenge_id, name, invite_token)
    select gen_random_uuid(), challenge_id, 'Copy ' || n, 'copy-' || n
    from submission, generate_series(1, ${copies}) n where submission.id = ${submissionId}`);
  await db.execute(sql`
    insert into submission (challenge_id, team_id, lane, filename, bytes, state, sha256, artifact_key,
      queued_at, finished_at)
    select u.challenge_id, t.id, u.lane, u.filename, u.bytes, u.state, u.sha256, u.artifact_key,
      u.queued_at, u.finished_at
    from submission u join team t on t.challenge_id = u.challenge_id and t.name like 'Copy %'
    where u.id = ${submissionId}`);
  await db.execute(sql`
    insert into score (submission_id, split_version_id, scorer_version, artifact_sha256, team_id,
      submitted_at, mean_iou, class_ious, interval_low, interval_high, evaluation)
    select u.id, s.split_version_id, s.scorer_version, s.artifact_sha256, u.team_id, u.created_at,
      s.mean_iou, s.class_ious, s.interval_low, s.interval_high, s.evaluation
    from score s, submission u join team t on t.id = u.team_id
    where s.submission_id = ${submissionId} and t.name like 'Copy %'`);
  await db.execute(sql`
    insert into score_private (score_id, mean_iou, class_ious, interval_low, interval_high, evaluation)
    select n.id, p.mean_iou, p.class_ious, p.interval_low, p.interval_high, p.evaluation
    from score n join score s on s.submission_id = ${submissionId}
      and s.split_version_id = n.split_version_id
    join score_private p on p.score_id = s.id where n.id <> s.id`);
  await db.execute(sql`
    insert into score_image (score_id, image_id, split, mean_iou, matrix)
    select n.id, i.image_id, i.split, i.mean_iou, i.matrix
    from score n join score s on s.submission_id = ${submissionId}
      and s.split_version_id = n.split_version_id
    join score_image i on i.score_id = s.id where n.id <> s.id`);
  await db.execute(sql`analyze`);
  return db.$count(schema.submission);
}
