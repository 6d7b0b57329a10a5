import type { Db } from "@maskboard/db";
import type { Storage } from "@maskboard/storage";

const LIMIT_MS = 5_000;

/** What keeps the scorer from working now, one line each; empty when all is well. */
export async function problems(db: Db, storage: Storage): Promise<string[]> {
  const checks = { database: db.$client.query("select 1"), storage: storage.check() };
  const found = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        await within(check);
        return [];
      } catch (error) {
        return [`${name}: ${error instanceof Error ? error.message : String(error)}`];
      }
    }),
  );
  return found.flat();
}

async function within(check: PromiseLike<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${LIMIT_MS / 1_000} s`)), LIMIT_MS);
  });
  try {
    await Promise.race([check, late]);
  } finally {
    clearTimeout(timer);
  }
}
