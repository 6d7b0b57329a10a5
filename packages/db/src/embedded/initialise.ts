import { spawnSync } from "node:child_process";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import { makePrivateFolder } from "./place.ts";
import { identity, type SystemUser } from "./system-user.ts";

/**
 * Makes a cluster whose only user is `maskboard`.
 * @throws MaskboardError `misconfigured` with what initdb said
 */
export function initialise(
  programs: string,
  place: string,
  data: string,
  password: string,
  user: SystemUser,
): void {
  // Renamed when it is whole, so that a start that was cut short leaves nothing half made.
  const partial = `${data}.partial`;
  rmSync(partial, { recursive: true, force: true });
  makePrivateFolder(partial, user);
  const secrets = join(place, `initdb-${process.pid}`);
  makePrivateFolder(secrets, user);
  const file = join(secrets, "password");
  // Readable by the other user, but only below a folder that is closed to all others.
  writeFileSync(file, `${password}\n`, { mode: user ? 0o644 : 0o600 });
  const done = spawnSync(
    join(programs, "initdb"),
    [
      `--pgdata=${partial}`,
      "--username=maskboard",
      `--pwfile=${file}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // The same everywhere, whatever locales the machine has.
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ],
    { ...identity(user), cwd: "/", encoding: "utf8", env: { ...process.env, LC_ALL: "C" } },
  );
  rmSync(secrets, { recursive: true, force: true });
  if (done.status === 0) {
    renameSync(partial, data);
    return;
  }
  rmSync(partial, { recursive: true, force: true });
  const reason = (done.stderr || done.error?.message || "").trim().split("\n").slice(-3).join(" ");
  throw new MaskboardError("misconfigured", `Postgres could not be set up in ${data}: ${reason}`);
}
