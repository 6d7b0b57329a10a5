import { createRequire } from "node:module";
import type { UrlStorage } from "tus-js-client";

/*
 * The library's own file store (it locks the file), which its types leave out.
 */
interface NodeExports {
  FileUrlStorage: new (path: string) => UrlStorage;
}

const { FileUrlStorage } = createRequire(import.meta.url)("tus-js-client") as NodeExports;

/** Remembers the addresses of unfinished uploads in a JSON file whose folder exists. */
export function resumeStore(file: string): UrlStorage {
  return new FileUrlStorage(file);
}
