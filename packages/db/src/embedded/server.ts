import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { MaskboardError } from "@maskboard/contracts";
import pg from "pg";
import { readLockFile, removeStaleLockFile } from "./lock-file.ts";
import { identity, type SystemUser } from "./system-user.ts";

const UNSAFE = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"];

export const connectionString = (port: number, password: string, database: string): string =>
  `postgres://maskboard:${password}@127.0.0.1:${port}/${database}`;

/** Port of a server that still runs on the data and answers to the password. */
export async function runningPort(data: string, password: string): Promise<number | null> {
  const lock = readLockFile(data);
  return lock && (await answers(lock.port, password)) === true ? lock.port : null;
}

/** `true`, or why not. */
async function answers(port: number, password: string): Promise<true | string> {
  const client = new pg.Client({
    connectionString: connectionString(port, password, "postgres"),
    connectionTimeoutMillis: 5_000,
  });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export interface Launch {
  programs: string;
  place: string;
  data: string;
  port: number;
  password: string;
  user: SystemUser;
  unsafe: boolean | undefined;
}

export async function launch(options: Launch): Promise<void> {
  const { data, port, user } = options;
  removeStaleLockFile(data);
  const logFile = join(options.place, "postgres.log");
  const log = openSync(logFile, "a");
  const from = readFileSync(logFile).length;
  const child = spawn(
    join(options.programs, "postgres"),
    [
      ...["-D", data, "-p", String(port)],
      ...["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
      ...["-c", "max_connections=200", "-c", "timezone=UTC"],
      ...(options.unsafe ? UNSAFE : []),
    ],
    {
      ...identity(user),
      cwd: "/",
      detached: true,
      stdio: ["ignore", log, log],
      env: { ...process.env, LC_ALL: "C" },
    },
  );
  closeSync(log);
  child.unref();
  let ended: string | null = null;
  child.once("error", (error) => {
    ended = error.message;
  });
  child.once("exit", (code) => {
    ended ??= `it ended with code ${code}`;
  });
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (ended !== null) break;
    if ((await answers(port, options.password)) === true) return;
    await sleep(50);
  }
  const said = readFileSync(logFile).subarray(from).toString("utf8").trim().split("\n").slice(-4);
  throw new MaskboardError(
    "misconfigured",
    `Postgres did not start in ${data} (${ended ?? "no answer within 60 s"}): ${said.join(" ")}`,
  );
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

export function run(program: string, args: string[], user: SystemUser): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...identity(user),
      cwd: "/",
      stdio: "ignore",
      detached: true,
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0) resolve();
      else reject(new MaskboardError("internal", `${program} ${args[0]} ended with code ${code}`));
    });
  });
}
