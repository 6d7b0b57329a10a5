import { readdir } from "node:fs/promises";
import { join } from "node:path";

const MARKS = ["challenge.yaml", "challenge.yml", "classes.json"];

/**
 * Subfolders of the import root that look like challenges, by name. The scorer may see others: it
 * has the last word.
 * @returns `null` where no folder may be imported
 */
export async function importFolders(root: string | null): Promise<string[] | null> {
  if (root === null) return null;
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) => {
        const files = await readdir(join(root, name)).catch(() => []);
        return files.some((file) => MARKS.includes(file)) ? [name] : [];
      }),
  );
  return found.flat().sort();
}
