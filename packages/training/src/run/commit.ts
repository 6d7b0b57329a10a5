import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * The commit that a checkout is at, read from git's files (https://git-scm.com/docs/gitrepository-layout)
 * so that git itself need not be installed.
 * @param root folder that holds `.git`, or the file of that name that a worktree has
 * @returns 40 or 64 hexadecimal digits; `null` where there is no checkout or no commit yet
 */
export function readCommit(root: string): string | null {
  const dotGit = join(root, ".git");
  const linked = /^gitdir: (.+)$/.exec(read(dotGit) ?? "")?.[1];
  const dir = linked === undefined ? dotGit : resolve(root, linked);
  const head = read(join(dir, "HEAD")) ?? "";
  const ref = /^ref: (.+)$/.exec(head)?.[1];
  if (ref === undefined) return asCommit(head);
  // A worktree has a HEAD of its own and shares its branches.
  const common = resolve(dir, read(join(dir, "commondir")) ?? ".");
  const packed = (read(join(common, "packed-refs")) ?? "").split("\n");
  const line = packed.find((text) => text.endsWith(` ${ref}`));
  return asCommit(read(join(common, ref)) ?? line?.split(" ")[0] ?? "");
}

const asCommit = (text: string): string | null =>
  /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text) ? text : null;

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return null;
  }
}
