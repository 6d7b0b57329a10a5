import { randomBytes } from "node:crypto";
import {
  type AuditActor,
  audit,
  type Db,
  endSessions,
  findUser,
  SYSTEM,
  setUserRole,
} from "@maskboard/db";
import type { Auth } from "./create-auth.ts";

export interface NewAccount {
  name: string;
  email: string;
  password: string;
  role?: "user" | "admin";
}

/** Makes an account with an API key of its own, for set-up and scripts. */
export async function createAccount(
  auth: Auth,
  db: Db,
  account: NewAccount,
): Promise<{ userId: string; apiKey: string }> {
  const { name, email, password, role = "user" } = account;
  const { user } = await auth.api.signUpEmail({ body: { name, email, password } });
  // Signing up also signs in; nobody is there to use that session.
  await endSessions(db, user.id);
  if (role !== "user") {
    await db.transaction(async (tx) => {
      await setUserRole(tx, user.id, role);
      await audit(tx, {
        actor: SYSTEM,
        action: "user.role",
        challengeId: null,
        subject: { kind: "user", id: user.id, name },
        before: { role: "user" },
        after: { role },
      });
    });
  }
  const { key } = await auth.api.createApiKey({
    body: { userId: user.id, name: "created with the account" },
  });
  return { userId: user.id, apiKey: key };
}

/**
 * Gives a user a fresh password and signs them out everywhere.
 * @returns the password, which is kept nowhere else
 * @throws MaskboardError `not_found`
 */
export async function resetPassword(
  auth: Auth,
  db: Db,
  userId: string,
  actor: AuditActor,
): Promise<string> {
  const user = await findUser(db, { id: userId });
  const password = randomBytes(12).toString("base64url");
  const context = await auth.$context;
  const hash = await context.password.hash(password);
  const accounts = await context.internalAdapter.findAccounts(user.id);
  if (accounts.some((account) => account.providerId === "credential")) {
    await context.internalAdapter.updatePassword(user.id, hash);
  } else {
    const credential = { userId: user.id, accountId: user.id, providerId: "credential" };
    await context.internalAdapter.createAccount({ ...credential, password: hash });
  }
  await db.transaction(async (tx) => {
    await endSessions(tx, user.id);
    await audit(tx, {
      actor,
      action: "user.password",
      challengeId: null,
      subject: { kind: "user", id: user.id, name: user.name },
    });
  });
  return password;
}
