import { type ChildProcess, spawn } from "node:child_process";
import { createInterface, type Interface } from "node:readline";

/**
 * What makes glibc keep freed memory instead of giving every tensor back to the kernel: both sides
 * get it, and training processes of ours are started with it.
 */
const MALLOC = {
  MALLOC_MMAP_MAX_: "0",
  MALLOC_TRIM_THRESHOLD_: "8589934592",
  MALLOC_TOP_PAD_: "268435456",
};

/** A process with the network in it that answers each command with one number. */
export class Contender {
  /** Trainable parameters of its network. */
  parameters = 0;
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  private constructor(child: ChildProcess, lines: Interface) {
    this.#child = child;
    this.#answers = lines[Symbol.asyncIterator]();
  }

  static async start(command: string, args: readonly string[]): Promise<Contender> {
    const env = { ...process.env, ...MALLOC };
    const child = spawn(command, args, { env, stdio: ["pipe", "pipe", "inherit"] });
    const contender = new Contender(child, createInterface({ input: child.stdout! }));
    contender.parameters = await contender.#next();
    return contender;
  }

  /** Runs a command; milliseconds, or what it counts. @throws Error where the process died. */
  async ask(command: string): Promise<number> {
    this.#child.stdin!.write(`${command}\n`);
    return this.#next();
  }

  stop(): void {
    this.#child.stdin!.end();
  }

  async #next(): Promise<number> {
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`${this.#child.spawnfile} ended early.`);
    return Number(value);
  }
}
