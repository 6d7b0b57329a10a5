import { StorageError } from "./errors.ts";

const MAX_KEY_LENGTH = 512;

/** Backslash (a separator on Windows) and control characters, NUL among them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to refuse
const FORBIDDEN = /[\\\u0000-\u001f\u007f]/;

const refuse = (key: string, why: string): never => {
  throw new StorageError("invalid_key", `${JSON.stringify(key.slice(0, 80))} is no key: ${why}`);
};

function checkCharacters(key: string): void {
  if (key.length > MAX_KEY_LENGTH) refuse(key, `longer than ${MAX_KEY_LENGTH} characters`);
  if (FORBIDDEN.test(key)) refuse(key, "it has a backslash or a control character");
  if (key.startsWith("/")) refuse(key, "it begins with a slash");
}

/**
 * Refuses keys that could leave the store or that stores would treat differently: absolute, empty
 * or dotted segments (`..`, `.`, `.hidden`), backslashes, control characters, over 512 characters.
 *
 * @throws StorageError `invalid_key`
 */
export function checkKey(key: string): string {
  if (key === "") refuse(key, "it is empty");
  checkCharacters(key);
  for (const segment of key.split("/")) {
    if (segment === "") refuse(key, "it has an empty segment");
    if (segment.startsWith(".")) refuse(key, "a segment begins with a dot");
  }
  return key;
}

/**
 * Like `checkKey` for the beginning of a key: it may be empty and may end with a slash.
 *
 * @throws StorageError `invalid_key`
 */
export function checkPrefix(prefix: string): string {
  checkCharacters(prefix);
  const segments = prefix.split("/");
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment === "" && !last) refuse(prefix, "it has an empty segment");
    if (segment.startsWith(".")) refuse(prefix, "a segment begins with a dot");
  }
  return prefix;
}
