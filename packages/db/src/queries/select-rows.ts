import type { SQL } from "drizzle-orm";
import type { Executor } from "../client.ts";

/** Rows of a statement in SQL, which the caller knows the columns of. */
export async function selectRows<Row extends Record<string, unknown>>(
  db: Executor,
  statement: SQL,
): Promise<Row[]> {
  return (await db.execute(statement)).rows as Row[];
}
