import { MaskboardError } from "@maskboard/contracts";
import { eq } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { challenge } from "../schema/index.ts";

/**
 * Reads a challenge and keeps others from changing it until the transaction ends: whoever activates
 * a split or publishes a score comes one after the other. Rows that refer to it may still be added.
 *
 * Everybody locks in this order, leaving out what they don't need: submissions (by id), teams (by
 * id), the challenge, batches, scores that exist. All locks are `no key update`: rows that refer to
 * a locked one are added by those who are further down in that order.
 * @throws MaskboardError `not_found`
 */
export async function lockChallenge(tx: Executor, challengeId: string) {
  const [row] = await tx
    .select()
    .from(challenge)
    .where(eq(challenge.id, challengeId))
    .for("no key update");
  if (!row) throw new MaskboardError("not_found", "There is no such challenge.");
  return row;
}
