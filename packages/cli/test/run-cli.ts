import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as the one JSON value that `--json` promises. */
  json<Value>(): Value;
}

/** A temporary folder that goes away with `await using`. */
export async function temporaryFolder(name: string) {
  const path = await mkdtemp(join(tmpdir(), `maskboard-${name}-`));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export interface RunOptions {
  /** Configuration folder: nothing of the person who runs the tests is read or written. */
  readonly config: string;
  readonly env?: Record<string, string>;
  /** Written to standard input, which is then closed. */
  readonly input?: string;
  /** Gets the process, to end it early. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** Runs the command line as a process of its own, as people and scripts do. */
export function runCli(args: readonly string[], options: RunOptions): Promise<Outcome> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: {
      PATH: process.env.PATH,
      HOME: options.config,
      XDG_CONFIG_HOME: options.config,
      ...options.env,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  options.onStart?.(child);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin.end(options.input ?? "");
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ code, stdout, stderr, json: <Value>() => JSON.parse(stdout) as Value }),
    );
  });
}
