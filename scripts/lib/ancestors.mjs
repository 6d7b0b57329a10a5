/**
 * Notices when the npm that runs this script is gone. npm passes a signal to the shell that it
 * started and to nobody else; that shell dies, and without this the script would live on unseen.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";

const SHELLS = new Set(["sh", "dash", "bash", "ash", "busybox", "zsh"]);

/** Parent and program of a process. @param {number} pid */
function lookUp(pid) {
  if (process.platform === "linux") {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    // Not the name in `stat`, which is the script's for scripts with an interpreter line.
    return { parent, name: basename(readlinkSync(`/proc/${pid}/exe`)) };
  }
  const { stdout } = spawnSync("ps", ["-o", "ppid=,comm=", "-p", String(pid)], {
    encoding: "utf8",
  });
  const [, parent, command = ""] = /^\s*(\d+)\s+(.*)/.exec(stdout ?? "") ?? [];
  return { parent: Number(parent), name: basename(command.trim()) };
}

/** The shells between this process and npm, and npm itself; none when npm did not start it. */
function ancestors() {
  if (!process.env.npm_lifecycle_event || process.platform === "win32") return [];
  const found = [];
  try {
    for (let pid = process.ppid; pid > 1; ) {
      const { parent, name } = lookUp(pid);
      found.push(pid);
      if (!SHELLS.has(name)) break;
      pid = parent;
    }
  } catch {
    // Gone while looking: what was found is watched all the same.
  }
  return found;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** Calls `onGone` once when any of them is gone. @param {() => void} onGone */
export function watchAncestors(onGone) {
  const watched = ancestors();
  if (watched.length === 0) return;
  const timer = setInterval(() => {
    if (watched.every(isAlive)) return;
    clearInterval(timer);
    onGone();
  }, 500);
  timer.unref();
}
