import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { takeLock } from "./lock.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "maskboard-lock-"));
  file = join(folder, "launcher.lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("is taken once and can be taken again after its release", async () => {
  const lock = await takeLock(file);
  expect(lock.recovered).toBe(false);
  await lock.release();
  expect(existsSync(file)).toBe(false);
  await (await takeLock(file)).release();
});

it("is refused while another process lives, and taken over once it is dead", async () => {
  const source = `
    import { takeLock } from ${JSON.stringify(join(import.meta.dirname, "lock.ts"))};
    await takeLock(${JSON.stringify(file)});
    console.log("locked");
    setInterval(() => {}, 1000);`;
  const args = ["--input-type=module", "--eval", source];
  const other = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await once(other.stdout, "data");
  await expect(takeLock(file)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining(`process ${other.pid}`),
  });
  other.kill("SIGKILL");
  await once(other, "exit");
  const lock = await takeLock(file);
  expect(lock.recovered).toBe(true);
  await lock.release();
});

it("does not take a process that has got the dead one's id for the owner", async () => {
  writeFileSync(file, JSON.stringify({ pid: process.ppid, bornAt: "1" }));
  expect((await takeLock(file)).recovered).toBe(true);
});

it("takes over a lock that can't be read", async () => {
  writeFileSync(file, "");
  expect((await takeLock(file)).recovered).toBe(true);
});
