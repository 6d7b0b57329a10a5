import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/tiny-challenge.ts";
import { readCommit } from "./commit.ts";

const [A, B] = ["a1".repeat(20), "b2".repeat(20)];

/** A folder with files of git's. */
async function repository(files: Record<string, string>): Promise<string> {
  const root = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), `${text}\n`);
  }
  return root;
}

const HEAD = { ".git/HEAD": "ref: refs/heads/main" };
const PACKED = { ".git/packed-refs": `# pack-refs with: peeled\n${B} refs/heads/main` };

it.each([
  ["a branch", { ...HEAD, ".git/refs/heads/main": A }, A],
  ["a packed branch", { ...HEAD, ...PACKED }, B],
  [
    "a branch that went on since it was packed",
    { ...HEAD, ...PACKED, ".git/refs/heads/main": A },
    A,
  ],
  ["no branch", { ".git/HEAD": A }, A],
  ["no commit yet", HEAD, null],
  ["no checkout", {}, null],
])("%s", async (_, files, commit) => {
  expect(readCommit(await repository(files))).toBe(commit);
});

it("a worktree", async () => {
  const root = await repository({
    ...{ ...HEAD, ".git/refs/heads/main": A, ".git/refs/heads/topic": B },
    ".git/worktrees/aside/HEAD": "ref: refs/heads/topic",
    ".git/worktrees/aside/commondir": "../..",
    "aside/.git": "gitdir: ../.git/worktrees/aside",
  });
  expect(readCommit(join(root, "aside"))).toBe(B);
});
