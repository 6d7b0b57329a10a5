import { MaskboardError, type Phase, phaseOf } from "@maskboard/contracts";
import { and, eq, type SQL } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { challenge, challengeOrganizer } from "../schema/index.ts";
import { type MaybeActor, mayOrganize } from "./viewer.ts";

/** A challenge with the phase that it is in now. */
export type ChallengeRow = typeof challenge.$inferSelect & { readonly phase: Phase };

/** Adds the phase of this instant to a challenge as it is stored. */
export const withPhase = (row: typeof challenge.$inferSelect): ChallengeRow => ({
  ...row,
  phase: phaseOf(row, new Date()),
});

/** A challenge that the viewer may see, and whether they organize it. */
export interface ChallengeAccess {
  readonly challenge: ChallengeRow;
  readonly organizer: boolean;
}

/** @throws MaskboardError `not_found`, also for a draft of somebody else */
export async function getChallenge(
  db: Executor,
  slug: string,
  viewer: MaybeActor,
): Promise<ChallengeAccess> {
  return find(db, eq(challenge.slug, slug), viewer, `There is no challenge "${slug}".`);
}

/** @throws MaskboardError `not_found`, also for a draft of somebody else */
export async function getChallengeById(
  db: Executor,
  id: string,
  viewer: MaybeActor,
): Promise<ChallengeAccess> {
  return find(db, eq(challenge.id, id), viewer, "There is no such challenge.");
}

async function find(
  db: Executor,
  where: SQL,
  viewer: MaybeActor,
  missing: string,
): Promise<ChallengeAccess> {
  const [row] = await db.select().from(challenge).where(where);
  if (!row) throw new MaskboardError("not_found", missing);
  const organizer =
    viewer !== null &&
    mayOrganize(viewer) &&
    (viewer.admin || (await organizes(db, row.id, viewer.id)));
  if (row.status === "draft" && !organizer) throw new MaskboardError("not_found", missing);
  return { challenge: withPhase(row), organizer };
}

async function organizes(db: Executor, challengeId: string, userId: string): Promise<boolean> {
  const found = await db
    .select({ userId: challengeOrganizer.userId })
    .from(challengeOrganizer)
    .where(
      and(eq(challengeOrganizer.challengeId, challengeId), eq(challengeOrganizer.userId, userId)),
    );
  return found.length > 0;
}
