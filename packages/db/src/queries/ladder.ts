import { and, asc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { challenge, score, submission } from "../schema/index.ts";
import { inChunks } from "./chunks.ts";

/**
 * The Ladder rule (A. Blum, M. Hardt: "The Ladder: A Reliable Leaderboard for Machine Learning
 * Competitions", ICML 2015, algorithm 1): a score shows only when it beats the best shown before it
 * by at least `step`; else the previous best shows again. Ours differs in one thing: a score that
 * shows is not rounded to a multiple of the step, but as the board rounds.
 *
 * @param scores of one team, in 0..1, in the order in which they were published
 * @returns what shows instead of each; `null` where nothing is held back
 */
export function ladderValues(scores: readonly number[], step: number): (number | null)[] {
  let best: number | null = null;
  return scores.map((value) => {
    // A share of 1e-12: 0.3 - 0.2 must count as a step of 0.1.
    if (best !== null && value - best < step - 1e-12) return best;
    best = value;
    return null;
  });
}

/**
 * Computes anew what the Ladder rule of a challenge shows, for all its teams or for some; call it
 * in the transaction of whatever publishes scores, takes submissions out of the ranks or changes the
 * rule, after `bumpBoard`, whose lock keeps others from doing the same at once. Late submissions
 * climb a ladder of their own; what is disqualified stands on none and keeps what it showed.
 */
export async function applyLadder(
  tx: Executor,
  challengeId: string,
  teamIds?: readonly string[],
): Promise<void> {
  const [rules] = await tx
    .select({ step: challenge.ladderStep })
    .from(challenge)
    .where(eq(challenge.id, challengeId));
  const step = rules?.step ?? null;
  if (step === null) return;
  const rows = await tx
    .select({
      id: score.id,
      splitVersionId: score.splitVersionId,
      teamId: score.teamId,
      late: submission.late,
      meanIou: score.meanIou,
      shown: score.shownMeanIou,
    })
    .from(score)
    .innerJoin(submission, eq(submission.id, score.submissionId))
    .where(
      and(
        eq(submission.challengeId, challengeId),
        teamIds ? inArray(submission.teamId, [...teamIds]) : undefined,
        score.current,
        sql`${submission.disqualifiedAt} is null`,
      ),
    )
    .orderBy(asc(score.publishedAt), asc(score.submittedAt), asc(score.id));
  const ladders = Map.groupBy(rows, (row) => `${row.splitVersionId}:${row.teamId}:${row.late}`);
  const changed = [...ladders.values()].flatMap((ladder) => {
    const values = ladderValues(
      ladder.map(({ meanIou }) => meanIou),
      step,
    );
    return ladder.flatMap(({ id, shown }, index) =>
      shown === values[index] ? [] : [{ id, shown: values[index] ?? null }],
    );
  });
  for (const part of inChunks(changed, 5_000)) {
    await tx.execute(sql`
      update ${score} set shown_mean_iou = x.shown
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as x(id uuid, shown float8)
      where ${score}.id = x.id`);
  }
}

/** Shows all scores of a challenge as they are. */
export async function dropLadder(tx: Executor, challengeId: string): Promise<void> {
  const mine = tx
    .select({ id: submission.id })
    .from(submission)
    .where(eq(submission.challengeId, challengeId));
  await tx
    .update(score)
    .set({ shownMeanIou: null })
    .where(and(inArray(score.submissionId, mine), isNotNull(score.shownMeanIou)));
}
