import { randomUUID } from "node:crypto";
import {
  type ChallengeEdit,
  type ChallengeStatus,
  type ClassMap,
  classMapProblem,
  classPresence,
  kitJob,
  MaskboardError,
  STATUS_MOVES,
} from "@maskboard/contracts";
import { and, eq, sql } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import { isUniqueViolation } from "../postgres-errors.ts";
import { enqueue, type Queue } from "../queue/index.ts";
import { challenge, datasetVersion, image, splitVersion, team } from "../schema/index.ts";
import { type AuditActor, audit } from "./audit.ts";
import { type ChallengeRow, withPhase } from "./challenge-access.ts";
import { bumpBoard } from "./challenges.ts";
import { hasSubmissions } from "./draft-data.ts";
import { lockChallenge } from "./lock-challenge.ts";

type StoredRow = typeof challenge.$inferSelect;
type Fields = Partial<StoredRow>;

/** What the board shows, beside the scores. */
const ON_BOARD = new Set<keyof StoredRow>(["title", "classes", "rounding", "slug", "status"]);

/** What the data kit tells. */
const IN_KIT = new Set<keyof StoredRow>([
  ...(["title", "slug", "summary", "licence", "classes", "voidId", "rgbMasks"] as const),
]);

/**
 * Changes what an organizer may change about a challenge. Nothing happens when it is so already.
 *
 * @throws MaskboardError `wrong_state` for the slug of what was published and for classes that
 *   submissions or masks refer to; `slug_taken`
 */
export async function editChallenge(
  db: Db,
  queue: Queue,
  { challengeId, actor, edit }: { challengeId: string; actor: AuditActor; edit: ChallengeEdit },
): Promise<ChallengeRow> {
  try {
    return await db.transaction(async (tx) => {
      const row = await lockChallenge(tx, challengeId);
      const { classMap, ...plain } = edit;
      const wanted: Fields = { ...plain, ...(classMap ? await newClasses(tx, row, classMap) : {}) };
      const fields = changedFields(row, wanted);
      if (fields.length === 0) return withPhase(row);
      if (fields.includes("slug") && row.status !== "draft") {
        throw new MaskboardError(
          "wrong_state",
          `"${row.title}" is published: links to it hold its slug.`,
        );
      }
      const pick = (of: Fields) => Object.fromEntries(fields.map((field) => [field, of[field]]));
      const set = pick(wanted);
      const [after] = await tx
        .update(challenge)
        .set(set)
        .where(eq(challenge.id, challengeId))
        .returning();
      if (idsOf(row) !== idsOf(after!)) await recountClasses(tx, after!);
      await audit(tx, {
        ...{ actor, challengeId, action: "challenge.edit" },
        before: pick(row),
        after: set,
      });
      if (fields.some((field) => ON_BOARD.has(field))) await bumpBoard(tx, challengeId);
      if (fields.some((field) => IN_KIT.has(field))) {
        // One for each edit: a job under way may have read what was there before.
        await enqueue(queue, tx, kitJob, { challengeId }, `${challengeId}:${randomUUID()}`);
      }
      return withPhase(after!);
    });
  } catch (error) {
    if (!isUniqueViolation(error, "challenge_slug_unique")) throw error;
    const { slug } = edit;
    throw new MaskboardError("slug_taken", `There is already a challenge "${slug}".`, { slug });
  }
}

function changedFields(row: StoredRow, wanted: Fields): (keyof StoredRow)[] {
  const same = (a: unknown, b: unknown) => canonical(a) === canonical(b);
  return (Object.keys(wanted) as (keyof StoredRow)[]).filter(
    (field) => wanted[field] !== undefined && !same(row[field], wanted[field]),
  );
}

/** The same text for equal values: Postgres orders the keys of stored JSON anew. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

async function newClasses(tx: Executor, row: StoredRow, after: ClassMap): Promise<Fields> {
  const { classes, voidId, rgbMasks } = row;
  const before = { classes, rgbMasks, ...(voidId === null ? {} : { void: voidId }) };
  const problem = classMapProblem(before, after, {
    locked: await hasSubmissions(tx, row.id),
    labels: await truthLabels(tx, row.activeSplitVersionId),
  });
  if (problem) throw new MaskboardError("wrong_state", problem);
  return {
    classes: after.classes,
    voidId: after.void ?? null,
    rgbMasks: after.rgbMasks ?? false,
  };
}

/** Labels that occur in the masks of the data set version in use; empty where nobody counted. */
export async function truthLabels(db: Executor, splitVersionId: string | null): Promise<number[]> {
  const found = await datasetOf(db, splitVersionId);
  return found?.findings?.labels.map(({ label }) => label) ?? [];
}

async function datasetOf(db: Executor, splitVersionId: string | null) {
  if (!splitVersionId) return null;
  const [row] = await db
    .select({ id: datasetVersion.id, findings: datasetVersion.findings })
    .from(datasetVersion)
    .innerJoin(splitVersion, eq(splitVersion.datasetVersionId, datasetVersion.id))
    .where(eq(splitVersion.id, splitVersionId));
  return row ?? null;
}

const idsOf = ({ classes, voidId }: StoredRow): string =>
  JSON.stringify([classes.map(({ id }) => id), voidId]);

/** Brings what is counted by class into the order of the classes as they are now. */
async function recountClasses(tx: Executor, row: StoredRow): Promise<void> {
  const dataset = await datasetOf(tx, row.activeSplitVersionId);
  const { classes, voidId } = row;
  if (!dataset?.findings) return;
  const { labels } = dataset.findings;
  const map = { classes, ...(voidId === null ? {} : { void: voidId }) };
  const trained = new Map(labels.map(({ label, pixels }) => [label, pixels.train]));
  await tx
    .update(datasetVersion)
    .set({
      findings: { ...dataset.findings, classes: classPresence(labels, map) },
      classPixels: classes.map(({ id }) => ({ id, pixels: trained.get(id) ?? 0 })),
    })
    .where(eq(datasetVersion.id, dataset.id));
  // Counted again when somebody needs them.
  await tx.update(image).set({ classPixels: null }).where(eq(image.datasetVersionId, dataset.id));
}

const ACTIONS = {
  draft: "challenge.unpublish",
  published: "challenge.publish",
  closed: "challenge.close",
  archived: "challenge.archive",
} as const;

/**
 * Publishes, closes or archives a challenge, or takes that back.
 *
 * @throws MaskboardError `wrong_state` when it can't go there from where it is
 */
export async function setChallengeStatus(
  db: Db,
  { challengeId, actor, to }: { challengeId: string; actor: AuditActor; to: ChallengeStatus },
): Promise<ChallengeRow> {
  return db.transaction(async (tx) => {
    const row = await lockChallenge(tx, challengeId);
    if (row.status === to) return withPhase(row);
    await checkMove(tx, row, to);
    const [after] = await tx
      .update(challenge)
      .set({ status: to })
      .where(eq(challenge.id, challengeId))
      .returning();
    const reopened = to === "published" && row.status !== "draft";
    await audit(tx, {
      ...{ actor, challengeId },
      action: reopened || row.status === "archived" ? "challenge.reopen" : ACTIONS[to],
      before: { status: row.status },
      after: { status: to },
    });
    await bumpBoard(tx, challengeId);
    return withPhase(after!);
  });
}

async function checkMove(tx: Executor, row: StoredRow, to: ChallengeStatus): Promise<void> {
  const { id, title, status, activeSplitVersionId } = row;
  const moves: readonly ChallengeStatus[] = STATUS_MOVES[status];
  const refuse = (why: string) => new MaskboardError("wrong_state", why, { expected: [...moves] });
  if (!moves.includes(to)) throw refuse(`"${title}" is ${status}; from there it can't be ${to}.`);
  if (to === "published" && !activeSplitVersionId) throw refuse(`"${title}" has no data yet.`);
  if (to !== "draft") return;
  const teams = await tx.$count(team, and(eq(team.challengeId, id), sql`not ${team.house}`));
  if (teams > 0 || (await hasSubmissions(tx, id))) {
    throw refuse(`"${title}" has teams already; close it instead of hiding it.`);
  }
}
