import { randomBytes } from "node:crypto";
import { type Db, endSessions, findUser, setUserRole } from "@maskboard/db";
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
  if (role !== "user") await setUserRole(db, user.id, role);
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
export async function resetPassword(auth: Auth, db: Db, userId: string): Promise<string> {
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
  await endSessions(db, user.id);
  return password;
}
