import { listFolder } from "./folder/tree.ts";
import { writeZip, type ZipItem } from "./zip-write.ts";

/**
 * Zips the files of a folder under their relative paths, e.g. a challenge folder for an import.
 *
 * @param filter keeps the paths (with `/`) for which it returns `true`
 */
export async function zipFolder(
  dir: string,
  out: string,
  filter: (path: string) => boolean = () => true,
): Promise<void> {
  const tree = await listFolder(dir);
  const items: ZipItem[] = [...tree]
    .filter(([path]) => filter(path))
    .map(([path, file]) => ({ path, file }));
  await writeZip(out, items);
}
