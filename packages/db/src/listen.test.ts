import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listen } from "./listen.ts";
import { type Change, notify } from "./notify.ts";
import { createTestDatabase, type TestDatabase } from "./testing/index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("changes are heard when they commit, also after the connection broke", async () => {
  const { db, url } = database;
  let heard = Promise.withResolvers<Change>();
  const back = Promise.withResolvers<void>();
  const listener = await listen(url, {
    onChange: (change) => heard.resolve(change),
    onReconnect: () => back.resolve(),
  });
  const change: Change = { kind: "import", id: randomUUID() };
  await db
    .transaction(async (tx) => {
      await notify(tx, { kind: "import", id: "rolled back" });
      throw new Error();
    })
    .catch(() => undefined);
  await notify(db, change);
  expect(await heard.promise).toEqual(change);

  await db.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'maskboard-listen' and datname = current_database()`);
  await back.promise;
  heard = Promise.withResolvers();
  await notify(db, change);
  expect(await heard.promise).toEqual(change);
  await listener.close();
});
