import { type AnnouncementText, MaskboardError } from "@maskboard/contracts";
import { and, desc, eq, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import { announcement, challenge, user } from "../schema/index.ts";
import { type AuditActor, audit } from "./audit.ts";

export interface NewAnnouncement {
  /** `null`: to the whole site. */
  challengeId: string | null;
  actor: AuditActor;
  text: AnnouncementText;
}

/** In the transaction of the change that it tells about. @returns its id */
export async function insertAnnouncement(tx: Executor, input: NewAnnouncement): Promise<string> {
  const { challengeId, actor, text } = input;
  const [row] = await tx
    .insert(announcement)
    .values({ ...text, challengeId, authorId: actor.id })
    .returning({ id: announcement.id });
  const id = row!.id;
  await audit(tx, {
    actor,
    action: "announcement.publish",
    challengeId,
    subject: { kind: "announcement", id, name: text.title },
    after: { title: text.title, bannerUntil: text.bannerUntil },
  });
  return id;
}

/** @returns the id of the announcement */
export function publishAnnouncement(db: Db, input: NewAnnouncement): Promise<string> {
  return db.transaction((tx) => insertAnnouncement(tx, input));
}

/**
 * Takes an announcement back; it stays in the list of the organizers.
 * @throws MaskboardError `not_found` when it is none of the challenge (or of the site)
 */
export async function withdrawAnnouncement(
  db: Db,
  input: { id: string; challengeId: string | null; actor: AuditActor },
): Promise<void> {
  const { id, challengeId, actor } = input;
  await db.transaction(async (tx) => {
    const [row] = await tx
      .update(announcement)
      .set({ withdrawnAt: new Date() })
      .where(and(eq(announcement.id, id), of(challengeId), isNull(announcement.withdrawnAt)))
      .returning({ title: announcement.title });
    if (!row) throw new MaskboardError("not_found", "There is no such announcement.");
    const subject = { kind: "announcement", id, name: row.title };
    await audit(tx, { actor, action: "announcement.withdraw", challengeId, subject });
  });
}

const of = (challengeId: string | null): SQL =>
  challengeId === null
    ? isNull(announcement.challengeId)
    : eq(announcement.challengeId, challengeId);

/**
 * Announcements, the latest first.
 * @param where of a challenge (`null`: of the site alone), with those of the site or without, with
 *   what was withdrawn or without
 */
export async function listAnnouncements(
  db: Executor,
  where: { challengeId: string | null; site: boolean; withdrawn: boolean },
  limit = 200,
) {
  const own = of(where.challengeId);
  return db
    .select({
      id: announcement.id,
      challenge: challenge.slug,
      title: announcement.title,
      body: announcement.body,
      by: sql<string>`coalesce(${user.name}, 'former organizer')`,
      bannerUntil: announcement.bannerUntil,
      createdAt: announcement.createdAt,
      withdrawnAt: announcement.withdrawnAt,
    })
    .from(announcement)
    .leftJoin(challenge, eq(challenge.id, announcement.challengeId))
    .leftJoin(user, eq(user.id, announcement.authorId))
    .where(
      and(
        where.site ? or(own, of(null)) : own,
        where.withdrawn ? undefined : isNull(announcement.withdrawnAt),
      ),
    )
    .orderBy(desc(announcement.createdAt))
    .limit(limit);
}
