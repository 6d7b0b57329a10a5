/**
 * Prepares a server that runs without the launcher (containers, several machines): migrations, a
 * check of the storage, and the first administrator when ADMIN_EMAIL and ADMIN_PASSWORD are set.
 * Safe to run at every deployment, also by several machines at once.
 */
import { createAccount, createAuth, parseEnv } from "@maskboard/api";
import { MaskboardError } from "@maskboard/contracts";
import { closeDb, createDb, migrate } from "@maskboard/db";
import { createStorage, StorageError } from "@maskboard/storage";
import { readAdmin } from "./env.ts";
import { userIdOf } from "./seed/users.ts";

async function setUp(): Promise<void> {
  const env = parseEnv(process.env);
  const admin = readAdmin();
  await migrate(env.databaseUrl);
  console.log("The database is up to date.");

  const storage = createStorage(env.storageUrl, env.s3);
  await storage.check();
  storage.close();
  console.log(`The storage ${storage.url} can be used.`);

  if (!admin) return;
  const db = createDb(env.databaseUrl, { max: 2 });
  try {
    if (await userIdOf(db, admin.email)) {
      console.log(`${admin.email} has an account already; it stays as it is.`);
      return;
    }
    await createAccount(createAuth(db, env), db, {
      name: "Administrator",
      role: "admin",
      ...admin,
    });
    console.log(`Made the administrator ${admin.email}.`);
  } finally {
    await closeDb(db);
  }
}

try {
  await setUp();
} catch (error) {
  const expected = error instanceof MaskboardError || error instanceof StorageError;
  console.error(expected ? error.message : error);
  process.exitCode = 1;
}
