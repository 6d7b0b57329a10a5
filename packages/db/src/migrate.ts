import { join } from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { checkDatabase } from "./client.ts";
import { installQueues } from "./queue/install.ts";

const MIGRATIONS = join(import.meta.dirname, "../migrations");

/** Any constant will do as long as nothing else in the database locks it. */
const LOCK = 7_246_019;

/**
 * Brings the database up to date: committed migrations, then the queue's own tables. Several
 * processes may start at once; one works while the others wait.
 * @throws MaskboardError `misconfigured` when the database can't be reached
 */
export async function migrate(url: string): Promise<void> {
  await checkDatabase(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    await applyMigrations(drizzle({ client }), { migrationsFolder: MIGRATIONS });
    await installQueues(url);
  } finally {
    await client.end();
  }
}
