import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { encodeFrame, type Frame, FrameError, FrameReader } from "./child/frames.ts";
import { CHILD_ENV, sandboxCommand } from "./sandbox/command.ts";
import type { Layer } from "./sandbox/layers.ts";
import { watchMemory } from "./sandbox/memory-watch.ts";

export interface RunLimits {
  /** Wall-clock seconds in which the process works on what it is asked for. */
  readonly seconds: number;
  readonly memoryMiB: number;
}

/** Why a model process ended. `crashed` says how. */
export type EndReason = "too-slow" | "memory" | "crashed" | "aborted";

export class ProcessEnded extends Error {
  readonly reason: EndReason;

  constructor(reason: EndReason, detail: string) {
    super(`model process ended: ${reason} (${detail})`);
    this.reason = reason;
  }
}

/** Address space that is no memory yet, and what Node itself takes. */
const DATA_ALLOWANCE = 2 ** 30;
/** Loading TensorFlow.js takes a second, many on a machine that is busy otherwise. */
const START_MS = 120_000;
const STDERR_KEPT = 4_096;

interface Waiting {
  readonly maxBody: number;
  resolve(frame: Frame): void;
  reject(error: Error): void;
}

/** A model process: asked in order, answers in order, killed as soon as it breaks a limit. */
export class ModelProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #waiting: Waiting[] = [];
  readonly #unwatch: () => void;
  #leftMs: number;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;
  #ended: ProcessEnded | null = null;
  #stderr = "";

  constructor(layers: readonly Layer[], limits: RunLimits, threads: number) {
    const memoryBytes = limits.memoryMiB * 2 ** 20;
    const [program, args] = sandboxCommand(layers, {
      cpuSeconds: Math.ceil(limits.seconds * threads) + 5,
      dataBytes: memoryBytes + DATA_ALLOWANCE,
    });
    this.#leftMs = limits.seconds * 1_000;
    this.#child = spawn(program, args, {
      stdio: ["pipe", "pipe", "pipe"],
      env: CHILD_ENV,
      cwd: "/",
      // A group of its own, so that nothing of it outlives it.
      detached: true,
    });
    const { stdin, stdout, stderr, pid } = this.#child;
    this.#unwatch = pid ? watchMemory(pid, memoryBytes, () => this.#end("memory")) : () => {};
    const reader = new FrameReader(() => this.#waiting[0]?.maxBody ?? 0);
    stdout.on("data", (piece: Buffer) => {
      try {
        for (const frame of reader.push(piece)) this.#answered(frame);
      } catch (error) {
        this.#end("crashed", String(error));
      }
    });
    stderr.on("data", (piece: Buffer) => {
      this.#stderr = (this.#stderr + piece.toString("latin1")).slice(-STDERR_KEPT);
    });
    stdin.on("error", () => {});
    this.#child.once("error", (error) => this.#end("crashed", error.message));
    this.#child.once("close", (code, signal) => this.#end(...reasonOf(code, signal, this.#stderr)));
  }

  /**
   * Sends a message and resolves with its answer.
   *
   * @param maxBody longest answer that is taken, in bytes
   * @throws ProcessEnded
   */
  ask(head: object, bodies: readonly Uint8Array[], maxBody: number): Promise<Frame> {
    this.#runClock();
    return this.#send(head, bodies, maxBody);
  }

  /**
   * Waits for the process to come up with the runtime for `format`, at nobody's cost.
   *
   * @throws ProcessEnded
   */
  async start(format: string): Promise<void> {
    const patience = setTimeout(() => this.#end("crashed", "it never came up"), START_MS);
    await this.#send({ kind: "start", format }, [], 0).finally(() => clearTimeout(patience));
  }

  #send(head: object, bodies: readonly Uint8Array[], maxBody: number): Promise<Frame> {
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ maxBody, resolve, reject });
      for (const part of encodeFrame(head, bodies)) this.#child.stdin.write(part);
    });
  }

  /** Ends it for not being quick enough. */
  tooSlow(): void {
    this.#end("too-slow");
  }

  /** Ends it, whatever it does. */
  abort(): void {
    this.#end("aborted");
  }

  #answered(frame: Frame): void {
    const next = this.#waiting.shift();
    if (!next) throw new FrameError("it spoke unasked");
    if (this.#waiting.length === 0) this.#stopClock();
    next.resolve(frame);
  }

  /** Time counts while there is something to do: reading images is not the model's fault. */
  #runClock(): void {
    if (this.#timer || this.#ended) return;
    this.#since = performance.now();
    this.#timer = setTimeout(() => this.#end("too-slow"), Math.max(0, this.#leftMs));
  }

  #stopClock(): void {
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#leftMs -= performance.now() - this.#since;
  }

  #end(reason: EndReason, detail = ""): void {
    if (this.#ended) return;
    this.#ended = new ProcessEnded(reason, detail);
    clearTimeout(this.#timer);
    this.#unwatch();
    kill(this.#child.pid);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }
}

function kill(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** What `unshare` of util-linux before 2.39 says when it can't end as its child has: killed. */
const KILLED_BELOW = /^unshare: sig/m;

/** The kernel ends it by SIGXCPU for processor time; SIGKILL that is not ours is the lack of memory. */
function reasonOf(
  code: number | null,
  signal: NodeJS.Signals | null,
  stderr: string,
): [EndReason, string] {
  const detail = `${signal ?? `exit code ${code}`} ${stderr}`;
  if (signal === "SIGXCPU") return ["too-slow", detail];
  if (signal === "SIGKILL" || KILLED_BELOW.test(stderr)) return ["memory", detail];
  if (/out of memory|bad_alloc|cannot allocate memory/i.test(stderr)) return ["memory", detail];
  return ["crashed", detail];
}
