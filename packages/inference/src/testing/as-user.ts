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
  const become =
    uid === process.getuid?.()
      ? []
      : ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--"];
  const [program = "", ...args] = [...become, process.execPath, "--no-warnings", script];
  const { stdout } = await promisify(execFile)(program, args, { cwd: "/" });
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as Report;
}
