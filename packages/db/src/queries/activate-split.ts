import { MaskboardError } from "@maskboard/contracts";
import { and, eq } from "drizzle-orm";
import type { Db } from "../client.ts";
import type { Queue } from "../queue/index.ts";
import { challenge, datasetVersion, rescore, splitVersion } from "../schema/index.ts";
import { type AuditActor, audit } from "./audit.ts";
import { bumpBoard } from "./challenges.ts";
import { applyLadder } from "./ladder.ts";
import { lockChallenge } from "./lock-challenge.ts";
import { refuseReplaced, replacedData } from "./replaced-data.ts";
import { insertRescore } from "./rescore.ts";
import { splitSubject } from "./splits.ts";

export interface Activation {
  challengeId: string;
  splitVersionId: string;
  actor: AuditActor;
  reason?: string | undefined;
  /** The version that the actor believes to be active; somebody else may have been faster. */
  expected?: string | undefined;
}

/**
 * Makes a split version the one that scores count for. In the same transaction, submissions without
 * a score for it go into a batch; those that are being scored right now follow by themselves when
 * they are published, because publishing and activating wait for each other.
 *
 * @throws MaskboardError `not_found`; `wrong_state` when its data was replaced; `conflict` when
 *   another version than the expected one is active
 */
export async function activateSplit(
  db: Db,
  queue: Queue,
  { challengeId, splitVersionId, actor, reason, expected }: Activation,
): Promise<{ activated: boolean; version: number; missing: number; rescoreId: string | null }> {
  return db.transaction(async (tx) => {
    const row = await lockChallenge(tx, challengeId);
    const found = await tx
      .select({ id: splitVersion.id, version: splitVersion.version, replaced: replacedData })
      .from(splitVersion)
      .innerJoin(datasetVersion, eq(datasetVersion.id, splitVersion.datasetVersionId))
      .where(eq(datasetVersion.challengeId, challengeId));
    const target = found.find(({ id }) => id === splitVersionId);
    if (!target) throw new MaskboardError("not_found", "There is no such split version.");
    refuseReplaced(target);
    const { version } = target;
    if (row.activeSplitVersionId === splitVersionId) {
      return { activated: false, version, missing: 0, rescoreId: null };
    }
    const before = found.find(({ id }) => id === row.activeSplitVersionId);
    if (expected !== undefined && row.activeSplitVersionId !== expected) {
      throw new MaskboardError(
        "conflict",
        `Split ${before?.version} has been activated meanwhile. Nothing was changed.`,
        { value: before?.version ?? 0 },
      );
    }
    await tx
      .update(challenge)
      .set({ activeSplitVersionId: splitVersionId })
      .where(eq(challenge.id, challengeId));
    // What it has not done yet is done by the activation's own batch.
    await tx
      .update(rescore)
      .set({ state: "cancelled", finishedAt: new Date() })
      .where(
        and(
          eq(rescore.splitVersionId, splitVersionId),
          eq(rescore.kind, "prepare"),
          eq(rescore.state, "running"),
        ),
      );
    const batch = await insertRescore(tx, queue, {
      challengeId,
      splitVersionId,
      kind: "activate",
      scope: { kind: "all" },
      scopeName: `activation of split ${version}`,
      dryRun: false,
      requestedBy: actor.id,
    });
    await audit(tx, {
      actor,
      action: "split.activate",
      challengeId,
      subject: splitSubject(target),
      reason,
      before: { version: before?.version ?? null },
      after: { version, missing: batch?.total ?? 0 },
    });
    await bumpBoard(tx, challengeId);
    await applyLadder(tx, challengeId);
    const missing = batch?.total ?? 0;
    return { activated: true, version, missing, rescoreId: batch?.id ?? null };
  });
}
