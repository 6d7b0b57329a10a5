/**
 * `pnpm bench:board`: the leaderboard page under load, beside the plain SQL of its numbers.
 * 500 teams and 50,000 scored submissions; 50 requests a second, open loop.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { bumpBoard, closeDb, createDb, type Db, migrate } from "@maskboard/db";
import { startEmbedded } from "@maskboard/db/embedded";
import { sql } from "drizzle-orm";
import { freePort } from "../../apps/launcher/src/port.ts";
import { atRate, percentile } from "./board/rate.ts";
import { SLUG, seedBoard } from "./board/seed.ts";
import { note, parseFlags, report, row } from "./report.ts";

const root = resolve(import.meta.dirname, "../..");
const flags = parseFlags();
const TEAMS = 500;
const SUBMISSIONS = 50_000;
const load = { rate: 50, seconds: flags.quick ? 8 : 30 };

/** The site as `npm start` runs it; it must have been built. */
async function startSite(databaseUrl: string, home: string) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    process.execPath,
    ["apps/web/node_modules/next/dist/bin/next", "start", "apps/web"],
    {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        ...process.env,
        NODE_ENV: "production",
        DATABASE_URL: databaseUrl,
        MASKBOARD_HOME: home,
        STORAGE_URL: pathToFileURL(join(home, "storage")).href,
        BETTER_AUTH_SECRET: randomBytes(32).toString("hex"),
        PUBLIC_URL: url,
        PORT: String(port),
      },
    },
  );
  const stop = async () => {
    const gone = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    await gone;
  };
  for (let attempt = 0; attempt < 300; attempt++) {
    const ok = await fetch(`${url}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return { url, stop };
    await sleep(200);
  }
  await stop();
  throw new Error("The site did not start. Build it first: pnpm --filter @maskboard/web build");
}

async function get(url: string): Promise<number> {
  const response = await fetch(url);
  const body = await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return body.byteLength;
}

/** What the page's numbers cost as one query, without any page around it. */
const plainBoard = (db: Db, splitVersionId: string) =>
  db.execute(sql`
    select distinct on (s.team_id) t.name, s.mean_iou, s.class_ious, s.submitted_at,
      count(*) over (partition by s.team_id) as submissions
    from score s join team t on t.id = s.team_id
    where s.split_version_id = ${splitVersionId} and s.current
    order by s.team_id, s.mean_iou desc, s.submitted_at`);

const p99 = (latencies: readonly number[]) => percentile(latencies, 0.99);

const home = await mkdtemp(join(tmpdir(), "maskboard-bench-"));
const postgres = await startEmbedded({ folder: join(home, "postgres") });
const db = createDb(postgres.url);
try {
  await migrate(postgres.url);
  const { challengeId, splitVersionId } = await seedBoard(db, {
    teams: TEAMS,
    submissions: SUBMISSIONS,
  });
  const site = await startSite(postgres.url, home);
  try {
    const page = `${site.url}/challenges/${SLUG}/leaderboard`;
    for (let n = 0; n < 50; n++) await get(page);
    note(`page: ${((await get(page)) / 1024).toFixed(0)} KiB of HTML`);
    const still = await atRate(() => get(page), load);
    // The board changes every second, as in the last hour of a challenge.
    const changes = setInterval(() => void bumpBoard(db, challengeId), 1_000);
    const moving = await atRate(() => get(page), load).finally(() => clearInterval(changes));
    // Two cores can't keep up with 50 of these a second: a tenth of the rate flatters the peer.
    const plain = await atRate(() => plainBoard(db, splitVersionId), { rate: 5, seconds: 10 });
    const peer = { name: "plain SQL of the board, no page, 5 requests/s", value: p99(plain) };
    const name = "leaderboard page, 500 teams, 50,000 submissions, 50 requests/s";
    report("board", [
      row(name, p99(still), peer, "ms, p99", "lower"),
      row("the same while a score lands every second", p99(moving), peer, "ms, p99", "lower"),
    ]);
  } finally {
    await site.stop();
  }
} finally {
  await closeDb(db);
  await postgres.stop();
  await rm(home, { recursive: true, force: true });
}
