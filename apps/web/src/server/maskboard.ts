import "server-only";

/**
 * The API package, loaded by Node itself: it and what it brings along (database, storage, native
 * image codecs) run as they are and never pass through the bundler. The browser's types come from
 * `import type`.
 */
export const maskboard = (): Promise<typeof import("@maskboard/api")> =>
  import(/* turbopackIgnore: true */ "@maskboard/api");
