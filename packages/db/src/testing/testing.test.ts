import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("a test database has the product's and the queue's tables", async () => {
  const found = await database.db.execute<{ name: string }>(
    sql`select table_schema || '.' || table_name as name from information_schema.tables`,
  );
  const names = found.rows.map((row) => row.name);
  expect(names).toEqual(expect.arrayContaining(["public.submission", "pgboss.job"]));
});

test("lower() knows letters beyond ASCII, so that team names collide as people expect", async () => {
  const found = await database.db.execute<{ low: string }>(sql`select lower('ÄÖÉ') as low`);
  expect(found.rows[0]?.low).toBe("äöé");
});
