import { existsSync } from "node:fs";
import { stat, statfs } from "node:fs/promises";
import { bytes } from "../../output/format.ts";
import { broken, type Finding, note, ok } from "./finding.ts";

/** TypeScript sources run directly from this version on. */
const OLDEST_NODE = [22, 18] as const;

export function nodeVersion(version: string = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const old = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  return old
    ? broken(
        "node",
        `Node.js ${version} is too old.`,
        `Use Node.js ${OLDEST_NODE.join(".")} or newer; \`pnpm maskboard\` brings its own.`,
      )
    : ok("node", `Node.js ${version} on ${process.platform} ${process.arch}`);
}

const LITTLE_BYTES = 2 * 1024 ** 3;
const TOO_LITTLE_BYTES = 256 * 1024 ** 2;

/** Room where data is written. */
export async function diskSpace(folder: string): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const message = `${bytes(free)} free at ${folder}`;
    const fix = `Make room on the disk of ${folder}.`;
    if (free < TOO_LITTLE_BYTES) return broken("disk", message, fix);
    return free < LITTLE_BYTES ? note("disk", message, fix) : ok("disk", message);
  } catch (error) {
    return broken("disk", `${folder}: ${(error as Error).message}`, `Create ${folder} or mend it.`);
  }
}

/** A file with keys or passwords must be for its owner alone. */
export async function privateFile(name: string, file: string, absent: string): Promise<Finding> {
  if (!existsSync(file)) return note(name, absent);
  const { mode } = await stat(file);
  return process.platform !== "win32" && (mode & 0o077) !== 0
    ? broken(name, `${file} can be read by others.`, `Run \`chmod 600 ${file}\`.`)
    : ok(name, file);
}

const CHROMIUM_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Only contributors need a browser: for the tests of the site. */
export function chromium(): Finding {
  const found = CHROMIUM_PLACES.find((place) => existsSync(place));
  return found
    ? ok("browser", `${found} for the site's tests`)
    : note("browser", "No Chromium; only the site's tests need one.", "Install chromium.");
}
