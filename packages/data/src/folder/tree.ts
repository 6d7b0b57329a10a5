import { readdir, realpath } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import { isSystemFile } from "../check/archive/rules.ts";

/**
 * The files of a challenge: path within its folder, with `/`, to where the content lies. A folder
 * maps to itself; an archive maps to files that were unpacked under names of our own.
 */
export type SourceTree = ReadonlyMap<string, string>;

/**
 * Lists a folder, three levels deep, links followed, without files that systems add.
 *
 * @param within links that lead out of this folder are refused; without it they may lead anywhere
 * @throws MaskboardError `dataset_layout`
 */
export async function listFolder(dir: string, within?: string): Promise<SourceTree> {
  const root = await realpath(dir);
  const fence = within === undefined ? null : await realpath(within);
  if (fence !== null && !isInside(root, fence)) throw outside(dir);
  const tree = new Map<string, string>();
  const visit = async (folder: string, depth: number): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const name = relative(root, path).split(sep).join("/");
      if (isSystemFile(name)) continue;
      if (entry.isFile()) tree.set(name, path);
      else if (entry.isDirectory() && depth < 3) await visit(path, depth + 1);
      else if (entry.isSymbolicLink()) {
        if (fence !== null && !isInside(await realpath(path), fence)) throw outside(name);
        // Data sets are often assembled from links; the organizer's own machine is trusted.
        const children = await readdir(path).catch(() => null);
        if (children && depth < 3) await visit(path, depth + 1);
        else if (!children) tree.set(name, path);
      }
    }
  };
  await visit(root, 1);
  return tree;
}

const isInside = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

const outside = (file: string): MaskboardError =>
  new MaskboardError(
    "dataset_layout",
    `'${file}' leads out of the folder that challenges are imported from.`,
    { file },
  );

/** The files directly in one folder of the tree, by name, in order of name. */
export function filesIn(tree: SourceTree, folder: string): Map<string, string> {
  const prefix = `${folder}/`;
  const names = [...tree.keys()]
    .filter((path) => path.startsWith(prefix) && !path.slice(prefix.length).includes("/"))
    .sort();
  return new Map(names.map((path) => [path.slice(prefix.length), tree.get(path)!]));
}
