import { JOBS } from "@maskboard/contracts";
import { sql } from "drizzle-orm";
import type { Executor } from "../client.ts";

/** How many jobs wait, are worked on and failed for good, by queue. */
export async function queueCounts(
  db: Executor,
): Promise<{ name: string; waiting: number; active: number; failed: number }[]> {
  const found = await db.execute(
    sql`select name, state::text as state, count(*)::int as jobs from pgboss.job
      where state in ('created', 'retry', 'active', 'failed') group by name, state`,
  );
  const rows: { name: string; state: string; jobs: number }[] = found.rows;
  return JOBS.map(({ queue: name }) => {
    const of = (...states: string[]) =>
      rows
        .filter((row) => row.name === name && states.includes(row.state))
        .reduce((sum, row) => sum + row.jobs, 0);
    return { name, waiting: of("created", "retry"), active: of("active"), failed: of("failed") };
  });
}
