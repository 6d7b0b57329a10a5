import { type Auth, createAccount, resetPassword } from "@maskboard/api";
import { type Db, SYSTEM } from "@maskboard/db";
import {
  type Credentials,
  type DemoAccount,
  readCredentials,
  writeCredentials,
} from "../credentials.ts";
import { newPassword } from "../secrets.ts";
import type { ServiceSettings } from "../services.ts";
import { ORGANIZER, PARTICIPANT } from "./plan.ts";
import { createKey, userIdOf } from "./users.ts";

export interface DemoAccounts {
  readonly credentials: Credentials;
  readonly organizerId: string;
  /** Whether the database had no organizer before: it is new, whatever lies in the folder. */
  readonly fresh: boolean;
}

type Person = typeof ORGANIZER | typeof PARTICIPANT;

/** Makes the demo accounts unless they are there, and keeps `credentials.json` true. */
export async function ensureDemoAccounts(
  db: Db,
  auth: Auth,
  { env, home }: ServiceSettings,
): Promise<DemoAccounts> {
  const kept = await readCredentials(home.credentials);
  const before = await userIdOf(db, ORGANIZER.email);
  const accounts: DemoAccount[] = [];
  for (const person of [ORGANIZER, PARTICIPANT]) {
    const known = kept?.accounts.find(({ email }) => email === person.email);
    accounts.push(await ensureAccount(db, auth, person, known));
  }
  const credentials: Credentials = { url: env.publicUrl, accounts };
  if (JSON.stringify(credentials) !== JSON.stringify(kept)) {
    await writeCredentials(home.credentials, credentials);
  }
  const organizerId = before ?? (await userIdOf(db, ORGANIZER.email));
  return { credentials, organizerId: organizerId!, fresh: before === undefined };
}

async function ensureAccount(
  db: Db,
  auth: Auth,
  { role, name, email }: Person,
  known: DemoAccount | undefined,
): Promise<DemoAccount> {
  const present = await userIdOf(db, email);
  if (present && known) return known;
  if (present) {
    // The file was lost: only fresh secrets can be told.
    const password = await resetPassword(auth, db, present, SYSTEM);
    return { role, email, password, apiKey: await createKey(auth, present, "demo") };
  }
  // The organizer of the demo also administers the site.
  const site = role === "organizer" ? ({ role: "admin" } as const) : {};
  const password = newPassword();
  const { apiKey } = await createAccount(auth, db, { name, email, password, ...site });
  return { role, email, password, apiKey };
}
