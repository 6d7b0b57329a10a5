import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { MaskboardError } from "@maskboard/contracts";
import { root } from "./commands.ts";

const guard = pathToFileURL(join(import.meta.dirname, "guard.mjs")).href;

/** Starts Node with `args` in a group of its own, as a child that ends when the launcher does. */
export function spawnGuarded(
  args: readonly string[],
  env: Record<string, string> | undefined,
  output: "pipe" | number,
): ChildProcess {
  return spawn(process.execPath, ["--import", guard, ...args], {
    cwd: root,
    env: { ...process.env, ...env, MASKBOARD_LAUNCHER: String(process.pid) },
    stdio: ["ignore", output, output, "ipc"],
    // Ctrl-C reaches the launcher alone, which ends things in their order.
    detached: process.platform !== "win32",
  });
}

const KEPT_LINES = 40;

export interface TaskOptions {
  /** For the message when it fails. */
  readonly name: string;
  /** Arguments of Node, relative to the repository's root. */
  readonly args: readonly string[];
  readonly env?: Record<string, string>;
  /** Ends the task early. */
  readonly signal: AbortSignal;
  readonly onLine?: (line: string) => void;
  readonly onMessage?: (message: unknown) => void;
}

/** Sends a signal to a process that leads a group, and to all that it started. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

/**
 * Runs a piece of work in a process of its own, to its end.
 *
 * @throws {MaskboardError} `internal` when it fails, with its last lines in `details.lines`.
 */
export async function runTask(options: TaskOptions): Promise<void> {
  const { name, args, env, signal, onLine, onMessage } = options;
  signal.throwIfAborted();
  const child = spawnGuarded(args, env, "pipe");
  const end = (): void => signalGroup(child.pid, "SIGKILL");
  signal.addEventListener("abort", end);
  const lines: string[] = [];
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface({ input: stream }).on("line", (line) => {
      if (line.trim() === "") return;
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      onLine?.(line.trim());
    });
  }
  child.on("message", (message) => onMessage?.(message));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  signal.removeEventListener("abort", end);
  signal.throwIfAborted();
  if (code !== 0) throw new MaskboardError("internal", `${name} failed.`, { lines });
}
