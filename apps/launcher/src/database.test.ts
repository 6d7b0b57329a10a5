import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkDatabase } from "@maskboard/db";
import { startEmbedded } from "@maskboard/db/embedded";
import { expect, test } from "vitest";
import { keepAlive } from "./database.ts";
import { Shutdown } from "./shutdown.ts";

test("Postgres that is killed comes back at the same address, until the shutdown", async () => {
  const folder = await mkdtemp(join(tmpdir(), "maskboard-keep-"));
  await chmod(folder, 0o755);
  const server = await startEmbedded({ folder, unsafe: true });
  const shutdown = new Shutdown();
  shutdown.add("Postgres", () => server.stop());
  keepAlive(server, folder, shutdown);
  const pid = Number.parseInt(await readFile(join(folder, "data/postmaster.pid"), "utf8"), 10);
  process.kill(pid, "SIGKILL");
  await expect.poll(server.isRunning).toBe(false);
  await expect
    .poll(() => checkDatabase(server.url).then(() => true, String), { timeout: 20_000 })
    .toBe(true);
  await shutdown.run(Promise.resolve());
  expect(server.isRunning()).toBe(false);
  await rm(folder, { recursive: true });
});
