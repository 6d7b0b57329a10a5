import { sql } from "drizzle-orm";
import type { Executor } from "../client.ts";

/*
 * Scorers are known by their connections: the database shows the name that a process connects with,
 * for as long as it is connected. No table can be more up to date about who is alive.
 */

const PREFIX = "maskboard-scorer:";
/** PostgreSQL cuts names that are longer. */
const MAX_NAME = 63;

/** Connection name of a scorer that works on `places` jobs at the same time. */
export function workerConnection(name: string, places: number): string {
  const plain = name.replace(/[^\x21-\x7e]/g, "?");
  return `${PREFIX}${places}:${plain}`.slice(0, MAX_NAME);
}

/** Scorers that are connected now, and how many jobs each works on at the same time. */
export async function connectedWorkers(db: Executor): Promise<{ name: string; places: number }[]> {
  const found = await db.execute<{ name: string }>(sql`
    select distinct application_name as name from pg_stat_activity
    where datname = current_database() and starts_with(application_name, ${PREFIX})
    order by 1`);
  const rows: { name: string }[] = found.rows;
  return rows.flatMap(({ name }) => {
    const [, places, worker] = /^(\d+):(.*)$/.exec(name.slice(PREFIX.length)) ?? [];
    return places && worker ? [{ name: worker, places: Number(places) }] : [];
  });
}
