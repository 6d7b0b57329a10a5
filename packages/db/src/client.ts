import { MaskboardError } from "@maskboard/contracts";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import type { PgTransaction } from "drizzle-orm/pg-core";
import pg from "pg";
import { isLockConflict } from "./postgres-errors.ts";
import * as schema from "./schema/index.ts";

export type Schema = typeof schema;
export type Db = NodePgDatabase<Schema> & { $client: pg.Pool };

/** A database or a transaction in it: what query functions take. */
// biome-ignore lint/suspicious/noExplicitAny: drizzle's own parameters, of no interest to callers.
export type Executor = NodePgDatabase<Schema> | PgTransaction<any, Schema, any>;

/**
 * Opens a pool of connections; nothing is connected before the first query. A transaction that
 * Postgres ends because it got in the way of another one is run again as a whole, `tries` times in
 * all: what a transaction does besides queries has to bear that.
 */
export function createDb(url: string, options: { max?: number; tries?: number } = {}): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 20,
    connectionTimeoutMillis: 10_000,
    application_name: "maskboard",
  });
  // An idle connection that breaks is replaced by the pool; unhandled it would end the process.
  pool.on("error", (error) => console.error(`database connection lost: ${error.message}`));
  const db = drizzle({ client: pool, schema, casing: "snake_case" });
  const once = db.transaction.bind(db);
  db.transaction = async (work, config) => {
    for (let left = (options.tries ?? 4) - 1; ; left--) {
      try {
        return await once(work, config);
      } catch (error) {
        if (left <= 0 || !isLockConflict(error)) throw error;
      }
    }
  };
  return db;
}

export async function closeDb(db: Db): Promise<void> {
  await db.$client.end();
}

const withoutPassword = (url: string): string => {
  try {
    const parsed = new URL(url);
    if (parsed.password) parsed.password = "***";
    return parsed.toString();
  } catch {
    return "(not a URL)";
  }
};

/**
 * Connects once.
 * @throws MaskboardError `misconfigured` in one line when the database can't be used
 */
export async function checkDatabase(url: string): Promise<void> {
  try {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
    await client.connect();
    await client.end();
  } catch (error) {
    const parts = error instanceof AggregateError ? error.errors : [error];
    const reason = parts.map((part) => (part instanceof Error ? part.message : part)).join("; ");
    throw new MaskboardError(
      "misconfigured",
      `DATABASE_URL ${withoutPassword(url)} can't be used: ${reason}`,
      {},
      error,
    );
  }
}
