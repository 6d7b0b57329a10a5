/**
 * `pnpm bench:scorer`: the scorer as a service. Time from a finished upload to its score, and the
 * peak of its resident memory over a zip of 1 GB, beside what the product promises.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { closeDb, createDb, createQueue, migrate } from "@maskboard/db";
import { startEmbedded } from "@maskboard/db/embedded";
import { createStorage } from "@maskboard/storage";
import { note, parseFlags, report, row } from "./report.ts";
import { type Masks, makeZip, seedChallenge, submit } from "./scorer/challenge.ts";

const { quick } = parseFlags();
const USUAL: Masks = { images: 200, width: 350, height: 350, noise: 0 };
/** 50 KB a mask: 20,000 of them are 1 GB. */
const LARGE: Masks = { images: quick ? 2_000 : 20_000, width: 460, height: 460, noise: 1 };
const PROMISED = { ms: 2_000, mib: 512 };

const home = await mkdtemp(join(tmpdir(), "maskboard-bench-"));
const postgres = await startEmbedded({ folder: join(home, "postgres") });
await migrate(postgres.url);
const storageUrl = pathToFileURL(join(home, "storage")).href;
const services = {
  db: createDb(postgres.url),
  queue: await createQueue(postgres.url),
  storage: createStorage(storageUrl),
};
const scorer = spawn(process.execPath, ["apps/scorer/src/main.ts"], {
  cwd: resolve(import.meta.dirname, "../.."),
  stdio: ["ignore", "pipe", "inherit"],
  env: {
    ...process.env,
    DATABASE_URL: postgres.url,
    MASKBOARD_HOME: home,
    STORAGE_URL: storageUrl,
  },
});
await once(createInterface({ input: scorer.stdout }), "line");

/** Submits and waits. @returns milliseconds from the end of the upload to the score */
async function score(slug: string, masks: Masks, seed: number): Promise<number> {
  const id = await submit(services, slug, await makeZip(home, masks, seed));
  for (;;) {
    const row = await services.db.query.submission.findFirst({
      where: (table, { eq }) => eq(table.id, id),
    });
    if (row?.state === "scored") return row.finishedAt!.getTime() - row.queuedAt!.getTime();
    if (row?.error) throw new Error(row.error.message);
    await sleep(50);
  }
}

/** MiB; the kernel's own record of the process's peak, on Linux. */
async function peakMemory(): Promise<number | null> {
  const status = await readFile(`/proc/${scorer.pid}/status`, "utf8").catch(() => "");
  const kib = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
  return kib ? Number(kib) / 1_024 : null;
}

try {
  const usual = await seedChallenge(services.db, services.storage, USUAL);
  const first = await score(usual, USUAL, 0.001);
  const times: number[] = [];
  for (let n = 2; n < 12; n++) times.push(await score(usual, USUAL, n / 1_000));
  const typical = times.toSorted((a, b) => a - b)[5]!;
  const before = await peakMemory();
  const large = await seedChallenge(services.db, services.storage, LARGE);
  const took = await score(large, LARGE, 0);
  const peak = await peakMemory();
  const { images } = LARGE;
  note(
    `${images} masks took ${(took / 1_000).toFixed(1)} s; peak before: ${before?.toFixed(0)} MiB`,
  );
  const time = { name: "what is promised", value: PROMISED.ms };
  const memory = { name: "what is promised", value: PROMISED.mib };
  await report("scorer", [
    row("upload finished to score, 200 masks of 350 x 350", typical, time, "ms", "lower"),
    row("the same, first submission of a new challenge", first, time, "ms", "lower"),
    ...(peak === null
      ? []
      : [row(`peak memory, zip of ${images} masks of 50 KB`, peak, memory, "MiB", "lower")]),
  ]);
} finally {
  scorer.kill("SIGTERM");
  await once(scorer, "exit");
  await services.queue.stop({ seconds: 0 });
  await closeDb(services.db);
  await postgres.stop();
  await rm(home, { recursive: true, force: true });
}
