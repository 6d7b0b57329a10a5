import { join, resolve } from "node:path";

/** The repository's root. */
export const root = resolve(import.meta.dirname, "../../../..");
export const webFolder = join(root, "apps", "web");

/**
 * The commands of the services, as arguments of Node from the repository's root. The
 * launcher, the Dockerfiles and the tests use these and no others.
 */
export const SERVICES = {
  webBuild: ["apps/web/node_modules/next/dist/bin/next", "build", "apps/web"],
  web: ["apps/web/node_modules/next/dist/bin/next", "start", "apps/web"],
  webDev: ["apps/web/node_modules/next/dist/bin/next", "dev", "apps/web"],
  scorer: ["apps/scorer/src/main.ts"],
  scorerDev: ["--watch", "apps/scorer/src/main.ts"],
  /** Migrations and the first administrator of a server without the launcher. */
  setup: ["apps/launcher/src/setup.ts"],
} as const satisfies Record<string, readonly string[]>;
