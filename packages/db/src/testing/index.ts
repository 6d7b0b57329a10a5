import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { closeDb, createDb, type Db } from "../client.ts";
import { createQueue, type Queue } from "../queue/index.ts";
import type {} from "./global-setup.ts";

export interface TestDatabase {
  readonly url: string;
  readonly db: Db;
  /** Closes the pool and drops the database. */
  drop(): Promise<void>;
}

/**
 * A fresh, migrated database of its own for a test file: a clone of the run's template.
 * Call it in `beforeAll` and `drop` in `afterAll`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = new URL(inject("maskboardTemplate"));
  const admin = new URL(template);
  admin.pathname = "/postgres";
  const name = `test_${randomBytes(6).toString("hex")}`;
  await execute(admin.href, `create database ${name} template ${template.pathname.slice(1)}`);
  const url = new URL(template);
  url.pathname = `/${name}`;
  const db = createDb(url.href);
  return {
    url: url.href,
    db,
    drop: async () => {
      await closeDb(db);
      await execute(admin.href, `drop database ${name} with (force)`);
    },
  };
}

export interface TestDatabaseWithQueue extends TestDatabase {
  readonly queue: Queue;
}

/** The same with a queue that sends; `drop` stops it first. */
export async function createTestDatabaseWithQueue(): Promise<TestDatabaseWithQueue> {
  const database = await createTestDatabase();
  const queue = await createQueue(database.url);
  return {
    ...database,
    queue,
    drop: async () => {
      await queue.stop({ seconds: 0 });
      await database.drop();
    },
  };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export * from "./fixtures.ts";
export * from "./submissions.ts";
