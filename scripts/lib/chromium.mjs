/** Finds a Chromium for the browser journey, or installs it where that is possible. */
import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { run } from "./run.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const USUAL = [
  "/usr/bin/chromium",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** @param {string} file */
function runnable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Browsers that Playwright has downloaded for other projects of this user. */
function playwrightBrowsers() {
  const folder = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), ".cache", "ms-playwright");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort()
    .reverse()
    .flatMap((name) =>
      ["chrome-linux/chrome", "chrome-linux64/chrome"].map((at) => join(folder, name, at)),
    );
}

/** @returns {string | undefined} */
function find() {
  const path = (process.env.PATH ?? "").split(delimiter);
  const onPath = path.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...onPath, ...USUAL, ...playwrightBrowsers()].find(runnable);
}

/**
 * The browser's path, or `undefined` and a reason. CHROMIUM_PATH goes first and must be right.
 * @param {(line: string) => void} note
 * @returns {Promise<{ path?: string, reason?: string }>}
 */
export async function chromium(note) {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted) {
    return runnable(wanted) ? { path: wanted } : { reason: `CHROMIUM_PATH=${wanted} can't be run` };
  }
  const found = find();
  if (found) return { path: found };
  if (process.getuid?.() !== 0 || !runnable("/usr/bin/apt-get")) {
    return { reason: "no Chromium here; install it or set CHROMIUM_PATH" };
  }
  note("installing Chromium");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update"], { env, onLine: note });
  const args = ["install", "-y", "--no-install-recommends", "chromium"];
  await run("apt-get", args, { env, onLine: note });
  const installed = find();
  return installed ? { path: installed } : { reason: "apt-get could not install chromium" };
}
