import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import { root, SERVICES, webFolder } from "./commands.ts";
import { runTask } from "./task.ts";

const stampFile = join(webFolder, ".next", "maskboard-build");

/** Everything that the site is built from. */
const SOURCES = ["apps/web", "packages", "pnpm-lock.yaml", "tsconfig.base.json"];
const SKIPPED = /^(node_modules|\.next|test|testing|fixtures)$|\.test\.tsx?$|\.tsbuildinfo$|\.md$/;

function* files(path: string): Generator<string> {
  const entries = readdirSync(path, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (SKIPPED.test(entry.name)) continue;
    const child = join(path, entry.name);
    if (entry.isDirectory()) yield* files(child);
    else if (entry.isFile()) yield child;
  }
}

/** Changes whenever a source of the site does. */
function fingerprint(): string {
  const hash = createHash("sha256").update(process.version);
  for (const source of SOURCES) {
    const path = join(root, source);
    for (const file of source.includes(".") ? [path] : files(path)) {
      hash.update(`\0${relative(root, file)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest("hex");
}

function readStamp(): string {
  try {
    return readFileSync(stampFile, "utf8");
  } catch {
    return "";
  }
}

export function siteIsBuilt(): boolean {
  return existsSync(join(webFolder, ".next", "BUILD_ID")) && readStamp() === fingerprint();
}

/**
 * Builds the site for production.
 *
 * @throws {MaskboardError} `internal`, with the last lines of the build's output.
 */
export async function buildSite(
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const before = fingerprint();
  await runTask({
    name: "The build of the site",
    args: SERVICES.webBuild,
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    signal,
    onLine,
  });
  if (!existsSync(join(webFolder, ".next", "BUILD_ID"))) {
    throw new MaskboardError("internal", "The build of the site ended without a result.");
  }
  writeFileSync(stampFile, before);
}
