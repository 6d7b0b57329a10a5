import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "./client.ts";

export const NOTIFY_CHANNEL = "maskboard";

/** What is sent when something that people look at has changed. Ids only: readers ask for the rest. */
export const changeSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("submission"),
    id: z.string(),
    challengeId: z.string(),
    teamId: z.string(),
  }),
  /** The try to score this submission that began at this time is to stop. */
  z.object({ kind: z.literal("stop"), id: z.string(), startedAt: z.string().nullable() }),
  z.object({ kind: z.literal("board"), challengeId: z.string(), revision: z.int() }),
  z.object({ kind: z.literal("import"), id: z.string() }),
  z.object({ kind: z.literal("rescore"), id: z.string(), challengeId: z.string() }),
]);
export type Change = z.infer<typeof changeSchema>;

/** Tells all listeners; inside a transaction they hear of it when it commits. */
export async function notify(tx: Executor, change: Change): Promise<void> {
  await tx.execute(sql`select pg_notify(${NOTIFY_CHANNEL}, ${JSON.stringify(change)})`);
}
