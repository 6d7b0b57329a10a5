import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import pg from "pg";
import { initialise } from "./initialise.ts";
import { isRunning } from "./lock-file.ts";
import { binaries, clusterFolder } from "./place.ts";
import { connectionString, freePort, launch, run, runningPort } from "./server.ts";
import { postgresUser } from "./system-user.ts";

export interface EmbeddedPostgres {
  /** Connection string of the database `maskboard`. */
  readonly url: string;
  readonly port: number;
  /** Whether the cluster was made by this start. */
  readonly fresh: boolean;
  /** Whether the server's process is there; `startEmbedded` brings a dead one back. */
  isRunning(): boolean;
  /** Ends all connections and waits until Postgres has written everything. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Where everything is kept; made if missing. */
  folder: string;
  port?: number;
  /** For tests: quicker, may lose data when the machine crashes. */
  unsafe?: boolean;
}

const DATABASE = "maskboard";

/**
 * Starts a real Postgres of one's own in a folder, or takes over the one that still runs there
 * after a crash. It listens on 127.0.0.1 only, with a random password that is kept in the folder.
 * It runs in a process group of its own, so that Ctrl-C leaves it to `stop`.
 * @throws MaskboardError `misconfigured` with what to do
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const user = postgresUser();
  const place = clusterFolder(options.folder, user);
  const programs = await binaries(place, user);
  const data = join(place, "data");
  const password = clusterPassword(options.folder, existsSync(join(data, "PG_VERSION")));
  const fresh = !existsSync(join(data, "PG_VERSION"));
  if (fresh) initialise(programs, place, data, password, user);
  const running = fresh ? null : await runningPort(data, password);
  const port = running ?? options.port ?? (await freePort());
  if (running === null)
    await launch({ programs, place, data, port, password, user, unsafe: options.unsafe });
  await ensureDatabase(port, password);
  return {
    url: connectionString(port, password, DATABASE),
    port,
    fresh,
    isRunning: () => isRunning(data),
    stop: async () => {
      if (!isRunning(data)) return;
      const args = ["stop", "-D", data, "-m", "fast", "-w", "-t", "60"];
      await run(join(programs, "pg_ctl"), args, user);
    },
  };
}

function clusterPassword(folder: string, initialised: boolean): string {
  const file = join(folder, "password");
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  if (initialised) {
    throw new MaskboardError(
      "misconfigured",
      `The database's password file ${file} is missing. Put it back, or remove ${folder} to start afresh.`,
    );
  }
  const password = randomBytes(18).toString("base64url");
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return password;
}

async function ensureDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: connectionString(port, password, "postgres") });
  await client.connect();
  try {
    const found = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
