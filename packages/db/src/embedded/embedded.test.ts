import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmbedded } from "./index.ts";
import { readLockFile } from "./lock-file.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "maskboard-embedded-"));
  // As root, Postgres runs as another user, who has to get in.
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}

test("data outlives a stop and a crash, and a server that still runs is taken over", async () => {
  const first = await startEmbedded({ folder, unsafe: true });
  expect(first.fresh).toBe(true);
  await query(first.url, "create table kept as select 1 as one");
  expect(statSync(join(folder, "password")).mode & 0o777).toBe(0o600);

  const second = await startEmbedded({ folder, unsafe: true });
  expect([second.fresh, second.url]).toEqual([false, first.url]);
  await second.stop();
  await expect(query(first.url, "select 1")).rejects.toThrow();
  await first.stop();

  const third = await startEmbedded({ folder, unsafe: true });
  process.kill(readLockFile(join(folder, "data"))!.pid, "SIGKILL");
  const fourth = await startEmbedded({ folder, unsafe: true });
  expect(await query(fourth.url, "select one from kept")).toEqual([{ one: 1 }]);
  await fourth.stop();
  await third.stop();
});

test("a missing password file and a folder that can't be made each give one clear line", async () => {
  const password = readFileSync(join(folder, "password"));
  rmSync(join(folder, "password"));
  await expect(startEmbedded({ folder })).rejects.toMatchObject({
    code: "misconfigured",
    message: expect.stringContaining("password"),
  });
  writeFileSync(join(folder, "password"), password);
  const file = join(folder, "password");
  await expect(startEmbedded({ folder: join(file, "below") })).rejects.toMatchObject({
    code: "misconfigured",
    message: expect.stringContaining("can't be made"),
  });
});

test.skipIf(process.getuid?.() !== 0)(
  "as root, a folder that other users can't enter gets its data elsewhere",
  async () => {
    const closed = mkdtempSync(join(tmpdir(), "maskboard-closed-"));
    const first = await startEmbedded({ folder: closed, unsafe: true });
    await first.stop();
    const place = readFileSync(join(closed, "location"), "utf8").trim();
    try {
      expect(place).toMatch(/^\/var\/lib\/maskboard\//);
      const second = await startEmbedded({ folder: closed, unsafe: true });
      expect(second.fresh).toBe(false);
      await second.stop();
    } finally {
      rmSync(place, { recursive: true, force: true });
      rmSync(closed, { recursive: true, force: true });
    }
  },
);
