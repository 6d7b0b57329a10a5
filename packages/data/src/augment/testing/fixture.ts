import { readFileSync } from "node:fs";

/** Reads numbers of an original; each file names the library and version that made it. */
export function readFixture<T>(name: string): T {
  const url = new URL(`../../../fixtures/augment/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8")) as T;
}

/** Bytes of a base64 text. */
export const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));
