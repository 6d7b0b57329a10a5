/** Child processes for the scripts: quiet while all is well, their last lines when it is not. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { watchAncestors } from "./ancestors.mjs";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The pinned Node: the real file, for the shim in `.bin` would not pass signals on. */
export const pinnedNode = fileURLToPath(
  new URL(
    `../../node_modules/node/bin/node${process.platform === "win32" ? ".exe" : ""}`,
    import.meta.url,
  ),
);

const KEPT_LINES = 400;

/** @typedef {{ code: number, lines: string[] }} Outcome */

/**
 * Runs a command in the repository's root and collects its last lines.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, onLine?: (line: string) => void, echo?: boolean, shell?: boolean }} [options]
 * @returns {Promise<Outcome>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      shell: options.shell ?? false,
    });
    /** @type {string[]} */
    const lines = [];
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream.setEncoding("utf8");
      stream.on("data", (/** @type {string} */ chunk) => {
        if (options.echo) process.stdout.write(chunk);
        const parts = (rest + chunk).split(/\r?\n/);
        rest = parts.pop() ?? "";
        for (const part of parts) keep(part);
      });
      stream.on("end", () => rest && keep(rest));
    }
    /** @param {string} raw */
    const keep = (raw) => {
      const line = stripVTControlCharacters(raw).trimEnd();
      if (line === "") return;
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      options.onLine?.(line.trim());
    };
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code: code ?? (signal ? 130 : 1), lines }));
  });
}

/** Runs a program with the terminal as its own, passing signals on; resolves to its exit code.
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export function handOver(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit" });
    // A terminal sends Ctrl-C to both; whoever signals only this process means the child too, which
    // takes repeats within a second for one.
    for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
      process.on(signal, () => child.kill(signal));
    }
    watchAncestors(() => child.kill("SIGTERM"));
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}
