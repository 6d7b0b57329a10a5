import { MaskboardError } from "@maskboard/contracts";
import { asc, eq, ilike, or } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { session, user } from "../schema/index.ts";

/** Users by name, at most 200; `query` is looked for in name and address. */
export async function listUsers(db: Executor, query = "") {
  const pattern = `%${query.replace(/[\\%_]/g, "\\$&")}%`;
  return db
    .select({
      id: user.id,
      name: user.name,
      email: user.email,
      role: user.role,
      createdAt: user.createdAt,
    })
    .from(user)
    .where(query ? or(ilike(user.name, pattern), ilike(user.email, pattern)) : undefined)
    .orderBy(asc(user.name))
    .limit(200);
}

/** @throws MaskboardError `not_found` */
export async function findUser(db: Executor, by: { id: string } | { email: string }) {
  const where = "id" in by ? eq(user.id, by.id) : eq(user.email, by.email.toLowerCase());
  const [row] = await db.select().from(user).where(where);
  if (!row) throw new MaskboardError("not_found", "There is no such user.");
  return row;
}

/** Signs a user out everywhere. */
export async function endSessions(db: Executor, userId: string): Promise<void> {
  await db.delete(session).where(eq(session.userId, userId));
}

export async function setUserRole(
  db: Executor,
  userId: string,
  role: "user" | "admin",
): Promise<void> {
  await db.update(user).set({ role }).where(eq(user.id, userId));
}
