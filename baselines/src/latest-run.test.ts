import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { latestRun } from "./latest-run.ts";

it("is the one with the newest best weights", async () => {
  const runs = await mkdtemp(join(tmpdir(), "maskboard-runs-"));
  onTestFinished(() => rm(runs, { recursive: true, force: true }));
  await expect(latestRun(runs)).rejects.toThrow(/baseline:train/);
  await expect(latestRun(join(runs, "none"))).rejects.toThrow(/--run/);
  for (const [name, seconds] of [
    ["b", 2_000],
    ["a", 3_000],
    ["c", 1_000],
  ] as const) {
    const checkpoints = join(runs, name, "checkpoints");
    await mkdir(checkpoints, { recursive: true });
    await writeFile(join(checkpoints, "best.safetensors"), "");
    await utimes(join(checkpoints, "best.safetensors"), seconds, seconds);
  }
  await mkdir(join(runs, "unfinished"));
  expect(await latestRun(runs)).toBe(join(runs, "a"));
});
