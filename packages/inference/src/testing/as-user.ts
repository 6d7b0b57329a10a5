import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

/** The id of an ordinary user who owns nothing. */
export const NOBODY = 65_534;

/** The user who runs the tests and, where that is root, an ordinary one. */
export const USERS: readonly { name: string; uid: number; skip: string | null }[] = [
  { name: "the user who runs the tests", uid: process.getuid?.() ?? -1, skip: null },
  { name: "an ordinary user", uid: NOBODY, skip: whyNotNobody() },
];

function whyNotNobody(): string | null {
  if (process.getuid?.() !== 0) return "the tests run as an ordinary user already";
  if (!existsSync("/usr/bin/setpriv")) return "there is no setpriv to become one";
  // Others can't enter it.
  return import.meta.dirname.startsWith("/root/") ? "the repository is root's alone" : null;
}

/** What a program in this package prints last, as JSON, when the user runs it. */
export async function reportOf<Report>(script: string, uid: number): Promise<Report> {
  const become = ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--"];
  return lastLine(uid === process.getuid?.() ? [] : become, script);
}

/**
 * Puts an ordinary user who may make no namespaces, as in most containers, in front of a command.
 * That user's files are those of the user who runs the tests.
 */
export const WITHOUT_NAMESPACES: readonly string[] = [
  ...["unshare", "--user", "--map-root-user", "--", "sh", "-c"],
  // One more, for that user, and none below it.
  'echo 1 > /proc/sys/user/max_user_namespaces; exec unshare --user "$@"',
  ...["sh", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, "--"],
];

/** The same as `reportOf`, by that user. */
export const reportWithoutNamespaces = <Report>(script: string): Promise<Report> =>
  lastLine(WITHOUT_NAMESPACES, script);

/** Why there is no user who may make no namespaces; null where there can be. */
export async function whyNotWithoutNamespaces(): Promise<string | null> {
  return promisify(execFile)("unshare", ["--user", "--map-root-user", "--", "true"]).then(
    () => null,
    () => "nobody may make namespaces here in any case",
  );
}

async function lastLine<Report>(command: readonly string[], script: string): Promise<Report> {
  const [program = "", ...args] = [...command, process.execPath, "--no-warnings", script];
  const { stdout } = await promisify(execFile)(program, args, { cwd: "/" });
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as Report;
}
