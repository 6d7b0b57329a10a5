import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** What a running server writes into its data folder; `null` when there is no such file. */
export function readLockFile(data: string): { pid: number; port: number } | null {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, "utf8").split("\n");
  return { pid: Number(lines[0]), port: Number(lines[3]) };
}

/**
 * Removes the lock file of a server that is gone. Postgres does so by itself unless the process id
 * is taken: by a zombie (containers whose first process does not reap) or by another program.
 */
export function removeStaleLockFile(data: string): void {
  if (readLockFile(data) && !isRunning(data)) rmSync(join(data, "postmaster.pid"), { force: true });
}

/** Whether a server works on the data folder, or is about to. */
export function isRunning(data: string): boolean {
  const lock = readLockFile(data);
  return lock !== null && isPostgres(lock.pid);
}

function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return true;
  const [, program, state] = /\((.*)\) (\S)/.exec(readFileSync(stat, "utf8")) ?? [];
  return program === "postgres" && state !== "Z";
}
