import { type Auth, createAccount } from "@maskboard/api";
import { MaskboardError } from "@maskboard/contracts";
import { type Db, findUser } from "@maskboard/db";
import { newPassword } from "../secrets.ts";

/** API keys that the launcher makes for its own use end by themselves. */
const DAY_SECONDS = 86_400;

export async function userIdOf(db: Db, email: string): Promise<string | undefined> {
  try {
    return (await findUser(db, { email })).id;
  } catch (error) {
    if (error instanceof MaskboardError && error.code === "not_found") return undefined;
    throw error;
  }
}

/** The id of a user whom nobody signs in as, made unless there. */
export async function ensureHouseUser(
  db: Db,
  auth: Auth,
  { name, email }: { name: string; email: string },
): Promise<string> {
  const present = await userIdOf(db, email);
  if (present) return present;
  return (await createAccount(auth, db, { name, email, password: newPassword() })).userId;
}

/** A fresh API key for a user. @param days How long it is valid; forever when left out. */
export async function createKey(
  auth: Auth,
  userId: string,
  name: string,
  days?: number,
): Promise<string> {
  const expiry = days === undefined ? {} : { expiresIn: days * DAY_SECONDS };
  return (await auth.api.createApiKey({ body: { userId, name, ...expiry } })).key;
}
