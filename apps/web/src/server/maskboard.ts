import "server-only";

/**
 * The API package, loaded by Node itself: it and what it brings along (database, storage, native
 * image codecs) run as they are and never pass through the bundler. The browser's types come from
 * `import type`.
 */
export function maskboard(): Promise<typeof import("@maskboard/api")> {
  // Kept, because Node resolves the name anew at each import.
  loaded ??= import(/* turbopackIgnore: true */ "@maskboard/api");
  return loaded;
}

let loaded: Promise<typeof import("@maskboard/api")> | undefined;
