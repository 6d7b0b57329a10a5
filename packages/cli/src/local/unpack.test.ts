import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ZipFile } from "yazl";
import { unpack } from "./unpack.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskboard-unpack-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const quiet = () => {};

async function zip(
  entries: Record<string, string>,
  change: (bytes: Buffer) => Buffer = (bytes) => bytes,
  mode?: number,
): Promise<string> {
  const archive = new ZipFile();
  for (const [name, text] of Object.entries(entries)) {
    archive.addBuffer(Buffer.from(text), name, mode === undefined ? {} : { mode });
  }
  archive.end();
  const file = join(folder, "kit.zip");
  await writeFile(file, change(await buffer(archive.outputStream)));
  return file;
}

/** Puts a name into an archive that its writer would refuse; of the same length. */
const rename = (from: string, to: string) => (bytes: Buffer) =>
  Buffer.from(bytes.toString("latin1").replaceAll(from, to), "latin1");

it("writes files and folders and reports progress", async () => {
  const file = await zip({ "README.md": "hello", "train/masks/a.png": "png" });
  const out = join(folder, "out");
  const seen: [number, number][] = [];
  const written = await unpack(file, out, (done, total) => seen.push([done, total]));
  expect(written).toEqual(["README.md", "train/masks/a.png"]);
  expect(await readFile(join(out, "train/masks/a.png"), "utf8")).toBe("png");
  expect(seen).toEqual([
    [1, 2],
    [2, 2],
  ]);
});

it.each([
  ["a parent folder", "aa/evil.txt", "../evil.txt"],
  ["an absolute path", "abcdef.txt", "/bcdef.txt"],
  ["a backslash path", "aa/evil.txt", "..\\evil.txt"],
])("refuses %s and writes nothing", async (_name, from, to) => {
  const file = await zip({ "first.txt": "1", [from]: "2" }, rename(from, to));
  const out = join(folder, "out");
  await expect(unpack(file, out, quiet)).rejects.toMatchObject({ code: "zip_unsafe_path" });
  expect(await readdir(folder)).toEqual(["kit.zip"]);
});

it("refuses links in the archive", async () => {
  const file = await zip({ link: "/etc/passwd" }, undefined, 0o120777);
  await expect(unpack(file, join(folder, "out"), quiet)).rejects.toMatchObject({
    code: "zip_symlink",
  });
});

it("does not write through links that are there already", async () => {
  const file = await zip({ "train/a.txt": "new" });
  const [out, elsewhere] = [join(folder, "out"), join(folder, "elsewhere")];
  await mkdir(out);
  await mkdir(elsewhere);
  await symlink(elsewhere, join(out, "train"));
  await expect(unpack(file, out, quiet)).rejects.toMatchObject({ code: "zip_unsafe_path" });
  expect(await readdir(elsewhere)).toEqual([]);
});

it("refuses what is no zip, and one that is cut off", async () => {
  const file = await zip({ "a.txt": "text" }, (bytes) => bytes.subarray(0, bytes.length - 10));
  const out = join(folder, "out");
  await expect(unpack(file, out, quiet)).rejects.toMatchObject({ code: "zip_corrupt" });
});
