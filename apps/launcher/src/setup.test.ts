import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createAuth } from "@maskboard/api";
import { findUser } from "@maskboard/db";
import { createTestDatabase, type TestDatabase } from "@maskboard/db/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root, SERVICES } from "./process/commands.ts";

let database: TestDatabase;
let home: string;
beforeAll(async () => {
  database = await createTestDatabase();
  home = await mkdtemp(join(tmpdir(), "maskboard-setup-"));
});
afterAll(async () => {
  await database.drop();
  await rm(home, { recursive: true, force: true });
});

const authSecret = "0123456789abcdef0123456789abcdef";
const ADMIN = { ADMIN_EMAIL: "ada@example.org", ADMIN_PASSWORD: "first password" };

async function setUp(env: Record<string, string>): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, SERVICES.setup, {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: database.url,
      MASKBOARD_HOME: home,
      BETTER_AUTH_SECRET: authSecret,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const code = new Promise<number>((done) => child.once("close", (status) => done(status ?? -1)));
  const parts = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, output: parts.join("").trim() };
}

it("makes the first administrator once and leaves the account alone afterwards", async () => {
  const first = await setUp(ADMIN);
  expect(first).toMatchObject({ code: 0, output: expect.stringMatching(/Made the administrator/) });
  const again = await setUp({ ...ADMIN, ADMIN_PASSWORD: "another password" });
  expect(again).toMatchObject({ code: 0, output: expect.stringMatching(/has an account already/) });
  expect(await findUser(database.db, { email: "ada@example.org" })).toMatchObject({
    role: "admin",
  });
  const auth = createAuth(database.db, { authSecret, publicUrl: "http://x.test", github: null });
  const { user } = await auth.api.signInEmail({
    body: { email: "ada@example.org", password: "first password" },
  });
  expect(user.email).toBe("ada@example.org");
});

it.each([
  [{ ADMIN_EMAIL: "ada@example.org" }, /^ADMIN_EMAIL and ADMIN_PASSWORD belong together\.$/],
  [{ BETTER_AUTH_SECRET: "short" }, /^BETTER_AUTH_SECRET must have at least 32 characters$/],
  [{ DATABASE_URL: "postgres://nobody:x@127.0.0.1:1/x" }, /^DATABASE_URL .* can't be used: .*$/],
])("says in one line what is wrong with %o, and fails", async (env, line) => {
  expect(await setUp(env)).toEqual({ code: 1, output: expect.stringMatching(line) });
});
