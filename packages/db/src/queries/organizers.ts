import { MaskboardError } from "@maskboard/contracts";
import { and, asc, eq } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import { challengeOrganizer, user } from "../schema/index.ts";
import { type AuditActor, audit } from "./audit.ts";
import { addOrganizer } from "./challenges.ts";
import { lockChallenge } from "./lock-challenge.ts";
import { findUser } from "./users.ts";

/** The organizers of a challenge, in the order in which they came. */
export async function listOrganizers(
  db: Executor,
  challengeId: string,
): Promise<{ id: string; name: string; email: string }[]> {
  return db
    .select({ id: user.id, name: user.name, email: user.email })
    .from(challengeOrganizer)
    .innerJoin(user, eq(user.id, challengeOrganizer.userId))
    .where(eq(challengeOrganizer.challengeId, challengeId))
    .orderBy(asc(challengeOrganizer.createdAt), asc(user.name));
}

/** @throws MaskboardError `not_found` when nobody has that address */
export async function appointOrganizer(
  db: Db,
  { challengeId, actor, email }: { challengeId: string; actor: AuditActor; email: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockChallenge(tx, challengeId);
    const found = await findUser(tx, { email }).catch(() => null);
    if (!found) {
      throw new MaskboardError(
        "not_found",
        `Nobody with the address ${email} has an account here; they sign up first.`,
      );
    }
    const before = await listOrganizers(tx, challengeId);
    if (before.some(({ id }) => id === found.id)) return;
    await addOrganizer(tx, challengeId, found.id);
    const subject = { kind: "user", id: found.id, name: found.name };
    await audit(tx, { actor, challengeId, action: "organizer.add", subject });
  });
}

/** @throws MaskboardError `not_found`; `wrong_state` for the last one */
export async function dismissOrganizer(
  db: Db,
  { challengeId, actor, userId }: { challengeId: string; actor: AuditActor; userId: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockChallenge(tx, challengeId);
    const all = await listOrganizers(tx, challengeId);
    const found = all.find(({ id }) => id === userId);
    if (!found) throw new MaskboardError("not_found", "They are no organizer of this challenge.");
    if (all.length === 1) {
      throw new MaskboardError(
        "wrong_state",
        `${found.name} is the only organizer; add another one first.`,
      );
    }
    const { id, name } = found;
    await tx
      .delete(challengeOrganizer)
      .where(
        and(eq(challengeOrganizer.challengeId, challengeId), eq(challengeOrganizer.userId, id)),
      );
    const subject = { kind: "user", id, name };
    await audit(tx, { actor, challengeId, action: "organizer.remove", subject });
  });
}
