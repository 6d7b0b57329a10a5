import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const MAIN = new URL("../src/main.ts", import.meta.url).pathname;

interface LogLine {
  readonly msg: string;
  readonly level: string;
  readonly health?: string;
  /** What is enforced around models, and what is not. */
  readonly layers?: readonly string[];
  readonly missing?: readonly string[];
}

export interface ScorerProcess {
  readonly child: ChildProcess;
  /** Address of its health server; empty when it did not start. */
  readonly health: string;
  /** Resolves when it logs such a message, or has. */
  says(message: RegExp): Promise<void>;
  /** The log line with such a message, once there is one. */
  line(message: RegExp): Promise<LogLine>;
  /** What it has written to stderr so far. */
  stderr(): string;
  /** Sends a signal and resolves with how the process ended. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

interface As {
  /** Who runs it; by default who runs the tests. */
  readonly uid?: number;
  /** Where it runs. */
  readonly cwd?: string;
  /** What starts it and becomes it. */
  readonly by?: readonly string[];
}

/** Starts the service as operators do and resolves when it says that it is ready, or has ended. */
export async function spawnScorer(
  variables: Record<string, string>,
  { uid, cwd, by = [] }: As = {},
): Promise<ScorerProcess> {
  const [program = "", ...args] = [...by, process.execPath, MAIN];
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH, ...variables, LOG_LEVEL: "info" },
    stdio: ["ignore", "pipe", "pipe"],
    ...(uid === undefined || uid === process.getuid?.() ? {} : { uid, gid: uid }),
    ...(cwd === undefined ? {} : { cwd }),
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const exited = once(child, "exit");
  const lines: LogLine[] = [];
  const output = createInterface({ input: child.stdout });
  output.on("line", (line) => lines.push(JSON.parse(line)));
  const line = async (message: RegExp): Promise<LogLine> => {
    for (;;) {
      const found = lines.find(({ msg }) => message.test(msg));
      if (found) return found;
      await once(output, "line");
    }
  };
  const says = async (message: RegExp): Promise<void> => void (await line(message));
  await Promise.race([says(/^ready$/), exited]);
  const health = lines.find(({ msg }) => msg === "ready")?.health ?? "";
  return {
    child,
    health,
    says,
    line,
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
