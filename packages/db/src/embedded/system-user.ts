import { spawnSync } from "node:child_process";
import { MaskboardError } from "@maskboard/contracts";

/** The system user that Postgres runs as; `null` = the current one. */
export type SystemUser = { uid: number; gid: number; name: string } | null;

function lookUp(name: string): SystemUser {
  const number = (flag: string) => {
    const found = spawnSync("id", [flag, name], { encoding: "utf8" });
    return found.status === 0 ? Number.parseInt(found.stdout, 10) : Number.NaN;
  };
  const [uid, gid] = [number("-u"), number("-g")];
  return Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0 ? { uid, gid, name } : null;
}

/**
 * Postgres refuses to run as root. As root, an existing or new system user `postgres` is taken, or
 * `nobody` where users can't be added.
 * @throws MaskboardError `misconfigured` when there is no such user
 */
export function postgresUser(): SystemUser {
  if (process.getuid?.() !== 0) return null;
  const existing = lookUp("postgres");
  if (existing) return existing;
  spawnSync("useradd", ["--system", "--user-group", "--no-create-home", "postgres"]);
  const user = lookUp("postgres") ?? lookUp("nobody");
  if (user) return user;
  throw new MaskboardError(
    "misconfigured",
    "Postgres does not run as root and no system user could be made for it. Start Maskboard as another user, or set DATABASE_URL to a database of your own.",
  );
}

/** Whether the user may read or run the path, all folders above it included. */
export function canReach(user: SystemUser, path: string, mode: "r" | "w" | "x"): boolean {
  if (!user) return true;
  const { uid, gid } = user;
  return (
    spawnSync("/bin/sh", ["-c", `test -${mode} "$0"`, path], { uid, gid, cwd: "/" }).status === 0
  );
}

/** Spawn options that run a program as the user. */
export const identity = (user: SystemUser): { uid?: number; gid?: number } =>
  user ? { uid: user.uid, gid: user.gid } : {};
