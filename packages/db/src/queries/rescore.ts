import {
  MaskboardError,
  RESCORE_LANES,
  type RescoreKind,
  type RescoreScope,
  rescoreJob,
  SCORER_VERSION,
} from "@maskboard/contracts";
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import { notify } from "../notify.ts";
import { enqueue, type Queue } from "../queue/index.ts";
import { rescore, team } from "../schema/index.ts";
import { type AuditActor, audit } from "./audit.ts";
import { lockChallenge } from "./lock-challenge.ts";
import { selectRows } from "./select-rows.ts";

export interface NewRescore {
  challengeId: string;
  splitVersionId: string;
  kind: RescoreKind;
  scope: RescoreScope;
  /** The scope in words. */
  scopeName: string;
  dryRun: boolean;
  requestedBy: string | null;
}

export type RescoreRow = typeof rescore.$inferSelect;

/** So few submissions are worth to go before a long batch. */
const SMALL_BATCH = 20;

/**
 * Puts a batch with its submissions and jobs into the database; only scored submissions take part.
 * All but a `rescore` leave out those that have a current score for the version.
 * @returns `null` when there is nothing to do
 */
export async function insertRescore(
  tx: Executor,
  queue: Queue,
  { scope, scopeName, ...input }: NewRescore,
): Promise<{ id: string; total: number } | null> {
  const [created] = await tx
    .insert(rescore)
    .values({ ...input, scope: scopeName, total: 0 })
    .returning({ id: rescore.id });
  const id = created!.id;
  const found = await tx.execute(sql`
    insert into rescore_item (rescore_id, submission_id)
    select ${id}::uuid, u.id from submission u
    where u.challenge_id = ${input.challengeId} and u.state = 'scored' and ${within(scope)}
      and (${input.kind} = 'rescore' or not exists (select 1 from score s
        where s.submission_id = u.id and s.split_version_id = ${input.splitVersionId}
          and s.scorer_version = ${SCORER_VERSION} and s.current))`);
  const total = found.rowCount ?? 0;
  if (total === 0) {
    await tx.delete(rescore).where(eq(rescore.id, id));
    return null;
  }
  await tx.update(rescore).set({ total }).where(eq(rescore.id, id));
  for (let lane = 0; lane < Math.min(RESCORE_LANES, total); lane++) {
    await enqueueStep(tx, queue, { rescoreId: id, lane, step: 0 }, total);
  }
  await notify(tx, { kind: "rescore", id, challengeId: input.challengeId });
  return { id, total };
}

function within(scope: RescoreScope): SQL {
  if (scope.kind === "team") return sql`u.team_id = ${scope.teamId}`;
  if (scope.kind === "submission") return sql`u.id = ${scope.submissionId}`;
  return sql`true`;
}

/**
 * A team of a challenge by id or by name, whatever its case.
 * @throws MaskboardError `not_found`
 */
export async function findScopeTeam(
  db: Executor,
  challengeId: string,
  idOrName: string,
): Promise<{ id: string; name: string }> {
  const [found] = await db
    .select({ id: team.id, name: team.name })
    .from(team)
    .where(
      and(
        eq(team.challengeId, challengeId),
        sql`(${team.id}::text = ${idOrName} or lower(${team.name}) = lower(${idOrName}))`,
      ),
    );
  if (!found) throw new MaskboardError("not_found", `There is no team "${idOrName}".`);
  return found;
}

/** Queues the next part of a lane. */
export async function enqueueStep(
  tx: Executor,
  queue: Queue,
  job: { rescoreId: string; lane: number; step: number },
  total: number,
): Promise<void> {
  const key = `${job.rescoreId}:${job.lane}:${job.step}`;
  await enqueue(queue, tx, rescoreJob, job, key, { priority: total <= SMALL_BATCH ? 10 : 0 });
}

/**
 * Starts a batch that an organizer asks for.
 * @throws MaskboardError `wrong_state` when nothing is there to be scored
 */
export async function startRescore(
  db: Db,
  queue: Queue,
  input: Omit<NewRescore, "requestedBy"> & { actor: AuditActor },
): Promise<{ id: string; total: number }> {
  return db.transaction(async (tx) => {
    const { actor, ...rest } = input;
    const batch = await insertRescore(tx, queue, { ...rest, requestedBy: actor.id });
    if (!batch) {
      throw new MaskboardError(
        "wrong_state",
        input.kind === "rescore"
          ? "There is no scored submission to score again."
          : "Every scored submission has a score for this version already.",
      );
    }
    await audit(tx, {
      actor,
      action: "rescore.start",
      challengeId: input.challengeId,
      subject: { kind: "rescore", id: batch.id, name: input.scopeName },
      after: { kind: input.kind, dryRun: input.dryRun, submissions: batch.total },
    });
    return batch;
  });
}

/**
 * Stops a batch after what is being scored at the moment; what is done stays.
 * @throws MaskboardError `not_found`; `wrong_state` when it is over or the board depends on it
 */
export async function cancelRescore(db: Db, row: RescoreRow, actor: AuditActor): Promise<void> {
  if (row.kind === "activate") {
    throw new MaskboardError(
      "wrong_state",
      "The board needs these scores. To undo an activation, activate the earlier version.",
    );
  }
  await db.transaction(async (tx) => {
    const [stopped] = await tx
      .update(rescore)
      .set({ state: "cancelled", finishedAt: new Date() })
      .where(and(eq(rescore.id, row.id), eq(rescore.state, "running")))
      .returning({ id: rescore.id });
    if (!stopped) throw new MaskboardError("wrong_state", "This batch is over already.");
    await audit(tx, {
      actor,
      action: "rescore.cancel",
      challengeId: row.challengeId,
      subject: { kind: "rescore", id: row.id, name: row.scope },
    });
    await notify(tx, { kind: "rescore", id: row.id, challengeId: row.challengeId });
  });
}

type RawSummary = {
  id: string;
  split_version: number;
  requested_by: string | null;
  done: number;
  failed: number;
  changed: number;
  largest_change: number;
};

export interface RescoreSummary {
  row: RescoreRow;
  splitVersion: number;
  requestedBy: string | null;
  done: number;
  failed: number;
  /** Submissions whose public or private mean IoU came out differently. */
  changed: number;
  largestChange: number;
}

/** A rounding error is no change. */
const CHANGED = sql`(abs(i.after - i.before) > 1e-12
  or abs(i.private_after - i.private_before) > 1e-12 or (i.before is null and i.after is not null))`;

async function summaries(db: Executor, rows: RescoreRow[]): Promise<RescoreSummary[]> {
  if (rows.length === 0) return [];
  const ids = sql.join(
    rows.map(({ id }) => sql`${id}::uuid`),
    sql`, `,
  );
  const found = await selectRows<RawSummary>(
    db,
    sql`
    select r.id, v.version as split_version, u.name as requested_by,
      count(*) filter (where i.state = 'done')::int as done,
      count(*) filter (where i.state = 'failed')::int as failed,
      count(*) filter (where i.state = 'done' and ${CHANGED})::int as changed,
      coalesce(max(abs(i.after - i.before)), 0) as largest_change
    from rescore r join split_version v on v.id = r.split_version_id
    left join "user" u on u.id = r.requested_by
    left join rescore_item i on i.rescore_id = r.id
    where r.id in (${ids}) group by r.id, v.version, u.name`,
  );
  const byId = new Map(found.map((row) => [row.id, row]));
  return rows.map((row) => {
    const { split_version, requested_by, done, failed, changed, largest_change } = byId.get(
      row.id,
    )!;
    return {
      row,
      done,
      failed,
      changed,
      splitVersion: split_version,
      requestedBy: requested_by,
      largestChange: largest_change,
    };
  });
}

/** @throws MaskboardError `not_found`, also for a batch of another challenge */
export async function getRescore(
  db: Executor,
  challengeId: string,
  id: string,
): Promise<RescoreSummary> {
  const [row] = await db
    .select()
    .from(rescore)
    .where(and(eq(rescore.id, id), eq(rescore.challengeId, challengeId)));
  if (!row) throw new MaskboardError("not_found", "There is no such batch.");
  return (await summaries(db, [row]))[0]!;
}

/** Batches of a challenge, newest first. */
export async function listRescores(
  db: Executor,
  challengeId: string,
  limit = 50,
): Promise<RescoreSummary[]> {
  const rows = await db
    .select()
    .from(rescore)
    .where(eq(rescore.challengeId, challengeId))
    .orderBy(desc(rescore.createdAt))
    .limit(limit);
  return summaries(db, rows);
}

/** What a batch changed or could not do, the largest changes first. */
export async function listRescoreChanges(db: Executor, rescoreId: string, limit = 200) {
  const found = await selectRows<{
    submission_id: string;
    team: string;
    before: number | null;
    after: number | null;
    private_before: number | null;
    private_after: number | null;
    error: string | null;
  }>(
    db,
    sql`
    select i.submission_id, t.name as team, i.before, i.after, i.private_before, i.private_after,
      i.error
    from rescore_item i join submission u on u.id = i.submission_id join team t on t.id = u.team_id
    where i.rescore_id = ${rescoreId} and (i.state = 'failed' or (i.state = 'done' and ${CHANGED}))
    order by i.state desc, abs(i.after - i.before) desc nulls last, i.submission_id
    limit ${limit}`,
  );
  return found.map((row) => ({
    submissionId: row.submission_id,
    team: row.team,
    before: row.before,
    after: row.after,
    privateBefore: row.private_before,
    privateAfter: row.private_after,
    error: row.error,
  }));
}

/**
 * Runs `look` on a database in which the results of a dry run are published, and undoes that.
 */
export async function asIfPublished<Result>(
  db: Db,
  rescoreId: string,
  look: (tx: Executor) => Promise<Result>,
): Promise<Result> {
  const undo = new Error("undo");
  let seen: { result: Result } | undefined;
  await db
    .transaction(async (tx) => {
      const [batch] = await tx
        .select({ challengeId: rescore.challengeId })
        .from(rescore)
        .where(eq(rescore.id, rescoreId));
      if (batch) await lockChallenge(tx, batch.challengeId);
      await tx.execute(sql`update score s set mean_iou = i.after, shown_mean_iou = null
        from rescore_item i join rescore r on r.id = i.rescore_id
        where r.id = ${rescoreId} and i.state = 'done' and i.after is not null
          and s.submission_id = i.submission_id and s.split_version_id = r.split_version_id
          and s.current`);
      await tx.execute(sql`update score_private p set mean_iou = i.private_after
        from score s, rescore_item i join rescore r on r.id = i.rescore_id
        where r.id = ${rescoreId} and i.state = 'done' and i.private_after is not null
          and s.submission_id = i.submission_id and s.split_version_id = r.split_version_id
          and s.current and p.score_id = s.id`);
      seen = { result: await look(tx) };
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return seen!.result;
}
