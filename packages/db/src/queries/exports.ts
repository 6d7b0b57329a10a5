import { and, asc, eq, sql } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import { score, submission, team, user } from "../schema/index.ts";
import { type PrivateGrant, privateImageScores, privateMeanIous } from "./private-scores.ts";

const SUBMISSIONS_AT_ONCE = 500;
/** Each has a row for every test image. */
const SCORES_AT_ONCE = 20;

/** All submissions of the granted challenge with their current scores, oldest first, in parts. */
export async function* exportSubmissions(db: Db, grant: PrivateGrant) {
  let last: string | null = null;
  for (;;) {
    const rows = await submissionsAfter(db, grant, last);
    if (rows.length === 0) return;
    last = rows.at(-1)!.id;
    const hidden = await privateMeanIous(
      db,
      grant,
      rows.map(({ id }) => id),
    );
    yield rows.map((row) => ({ ...row, privateMeanIou: hidden.get(row.id) ?? null }));
  }
}

async function submissionsAfter(db: Executor, { challenge }: PrivateGrant, last: string | null) {
  return db
    .select({
      id: submission.id,
      team: team.name,
      teamId: team.id,
      by: sql<string>`coalesce(${user.name}, 'former member')`,
      lane: submission.lane,
      filename: submission.filename,
      bytes: submission.bytes,
      sha256: submission.sha256,
      note: submission.note,
      state: submission.state,
      final: submission.final,
      late: submission.late,
      disqualifiedAt: submission.disqualifiedAt,
      disqualifiedReason: submission.disqualifiedReason,
      createdAt: submission.createdAt,
      finishedAt: submission.finishedAt,
      error: sql<string | null>`${submission.error} ->> 'code'`,
      publicMeanIou: score.meanIou,
      shownMeanIou: score.shownMeanIou,
      intervalLow: score.intervalLow,
      intervalHigh: score.intervalHigh,
      classIous: score.classIous,
      publishedAt: score.publishedAt,
      scorerVersion: score.scorerVersion,
    })
    .from(submission)
    .innerJoin(team, eq(team.id, submission.teamId))
    .leftJoin(user, eq(user.id, submission.userId))
    .leftJoin(
      score,
      and(
        eq(score.submissionId, submission.id),
        challenge.activeSplitVersionId
          ? eq(score.splitVersionId, challenge.activeSplitVersionId)
          : sql`false`,
        score.current,
      ),
    )
    .where(
      and(
        eq(submission.challengeId, challenge.id),
        // By the row itself: a time that went through JavaScript has lost its microseconds.
        last === null
          ? undefined
          : sql`(${submission.createdAt}, ${submission.id}) >
              (select created_at, id from submission where id = ${last})`,
      ),
    )
    .orderBy(asc(submission.createdAt), asc(submission.id))
    .limit(SUBMISSIONS_AT_ONCE);
}

/** What each image got in each current score, public and private ones alike, in parts. */
export async function* exportImageScores(db: Db, grant: PrivateGrant) {
  for await (const rows of exportSubmissions(db, grant)) {
    const scored = rows.filter((row) => row.publicMeanIou !== null);
    for (let at = 0; at < scored.length; at += SCORES_AT_ONCE) {
      const part = new Map(scored.slice(at, at + SCORES_AT_ONCE).map((row) => [row.id, row]));
      const images = await privateImageScores(db, grant, [...part.keys()]);
      yield images.map((image) => ({ ...image, team: part.get(image.submissionId)!.team }));
    }
  }
}
