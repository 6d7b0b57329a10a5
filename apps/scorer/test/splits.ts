import { setTimeout as pause } from "node:timers/promises";
import type { SplitName } from "@maskboard/contracts";
import {
  type AuditActor,
  activateSplit,
  activeSplitVersion,
  type Db,
  getChallengeById,
  getRescore,
  listAssignment,
  type RescoreSummary,
  saveSplitVersion,
} from "@maskboard/db";
import { sql } from "drizzle-orm";
import type { World } from "./world.ts";

export const ORGANIZER: AuditActor = { id: null, name: "Olga", via: "web" };

export const challengeOf = async ({ db, challengeId }: World) =>
  (await getChallengeById(db, challengeId, { id: "", admin: true })).challenge;

/** A new split version in which public and private images have changed sides. */
export async function saveSwapped(world: World): Promise<{ id: string; version: number }> {
  const { db, challengeId } = world;
  const active = await activeSplitVersion(db, await challengeOf(world));
  const assignment = await listAssignment(db, active.id);
  return saveSplitVersion(db, {
    challengeId,
    datasetVersionId: active.datasetVersionId,
    method: { kind: "csv", filename: "swapped.csv" },
    note: "sides changed",
    actor: ORGANIZER,
    assignment: assignment.map(({ imageId, split }) => ({
      imageId,
      split: (split === "public" ? "private" : "public") satisfies SplitName,
    })),
  });
}

export const activate = (world: World, splitVersionId: string) =>
  activateSplit(world.db, world.queue, {
    challengeId: world.challengeId,
    splitVersionId,
    actor: ORGANIZER,
  });

/** Waits until a batch is over. */
export async function ended(world: World, id: string, timeoutMs = 60_000): Promise<RescoreSummary> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const batch = await getRescore(world.db, world.challengeId, id);
    if (batch.row.state !== "running") return batch;
    if (Date.now() > until) throw new Error(`the batch is at ${batch.done} of ${batch.row.total}`);
    await pause(50);
  }
}

/** How many scores each scored submission has for a split version: 1 is what it should be. */
export async function scoresPerSubmission(db: Db, splitVersionId: string): Promise<number[]> {
  const found = await db.execute<{ scores: number }>(sql`
    select distinct (select count(*)::int from score s
      where s.submission_id = u.id and s.split_version_id = ${splitVersionId} and s.current) as scores
    from submission u where u.state = 'scored' order by 1`);
  return found.rows.map(({ scores }) => scores);
}
