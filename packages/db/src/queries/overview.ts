import { desc, eq, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { challenge, datasetVersion, splitVersion, user } from "../schema/index.ts";

/** How many submissions of a challenge wait, are worked on and have failed on our side. */
export async function challengeOverview(
  db: Executor,
  challengeId: string,
): Promise<{ waiting: number; running: number; failed: number }> {
  const found = await db.execute<{ waiting: number; running: number; failed: number }>(sql`select
    count(*) filter (where state in ('uploaded', 'queued'))::int as waiting,
    count(*) filter (where state in ('checking', 'scoring'))::int as running,
    count(*) filter (where state = 'failed')::int as failed
    from submission
    where challenge_id = ${challengeId} and state not in ('scored', 'invalid', 'uploading')`);
  return found.rows[0]!;
}

/** The data set versions of a challenge, the latest first. */
export async function listDatasetVersions(db: Executor, challengeId: string) {
  return db
    .select({
      id: datasetVersion.id,
      version: datasetVersion.version,
      note: datasetVersion.note,
      by: user.name,
      createdAt: datasetVersion.createdAt,
      findings: datasetVersion.findings,
      active: sql<boolean>`exists (select 1 from ${splitVersion}
        join ${challenge} on ${challenge.activeSplitVersionId} = ${splitVersion.id}
        where ${splitVersion.datasetVersionId} = ${datasetVersion.id})`,
    })
    .from(datasetVersion)
    .leftJoin(user, eq(user.id, datasetVersion.createdBy))
    .where(eq(datasetVersion.challengeId, challengeId))
    .orderBy(desc(datasetVersion.version));
}
