import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const MAIN = new URL("../src/main.ts", import.meta.url).pathname;

export interface ScorerProcess {
  readonly child: ChildProcess;
  /** Address of its health server; empty when it did not start. */
  readonly health: string;
  /** Resolves when it logs such a message, or has. */
  says(message: RegExp): Promise<void>;
  /** What it has written to stderr so far. */
  stderr(): string;
  /** Sends a signal and resolves with how the process ended. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Starts the service as operators do and resolves when it says that it is ready, or has ended. */
export async function spawnScorer(variables: Record<string, string>): Promise<ScorerProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, ...variables, LOG_LEVEL: "info" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const exited = once(child, "exit");
  const lines: { msg: string; health?: string }[] = [];
  const output = createInterface({ input: child.stdout });
  output.on("line", (line) => lines.push(JSON.parse(line)));
  const says = async (message: RegExp): Promise<void> => {
    while (!lines.some(({ msg }) => message.test(msg))) await once(output, "line");
  };
  await Promise.race([says(/^ready$/), exited]);
  const health = lines.find(({ msg }) => msg === "ready")?.health ?? "";
  return {
    child,
    health,
    says,
    stderr: () => stderr,
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal);
        await exited;
      }
      return { code: child.exitCode, signal: child.signalCode };
    },
  };
}
