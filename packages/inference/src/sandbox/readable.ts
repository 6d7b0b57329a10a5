import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";

/** Our own package that the model process runs. */
const HOME = realpathSync(join(import.meta.dirname, "../.."));

/**
 * What a model process may read: our own code and that of the packages it is built on, nothing of
 * anybody's data. Paths as `--allow-fs-read` takes them.
 */
export function readablePaths(): string[] {
  const packages = new Set<string>();
  const add = (folder: string): void => {
    if (packages.has(folder)) return;
    packages.add(folder);
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const names: string[] = Object.keys(manifest.dependencies ?? {});
    const needed = folder === HOME ? names.filter((name) => !UNUSED.has(name)) : names;
    for (const name of needed) {
      const found = name.startsWith("@types/") ? null : packageFolder(folder, name);
      if (found) add(found);
    }
  };
  add(HOME);
  return [...new Set([...packages].flatMap(pathsOf))];
}

/** The same as folders and files that exist. */
export function readableFolders(): string[] {
  return readablePaths().map((path) => (path.endsWith(ALL_OF_IT) ? dirname(path) : path));
}

const ALL_OF_IT = `${sep}*`;

/** Ours, but only the scorer's side of it. */
const UNUSED = new Set(["@maskboard/contracts", "@maskboard/data", "zod"]);

function packageFolder(from: string, name: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) return realpathSync(candidate);
    if (folder === dirname(folder)) return null;
  }
}

/** `…/node_modules/long` -> all of the `node_modules` that it lies in, where its own are linked. */
function pathsOf(folder: string): string[] {
  const mark = `${sep}node_modules${sep}`;
  const end = folder.lastIndexOf(mark);
  if (end >= 0) return [join(folder.slice(0, end + mark.length), "*")];
  return [
    join(folder, "src", "*"),
    join(folder, "package.json"),
    join(folder, "node_modules", "*"),
  ];
}
