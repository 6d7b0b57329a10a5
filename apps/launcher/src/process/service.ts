import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { MaskboardError } from "@maskboard/contracts";
import { openLog, tail } from "./log-file.ts";
import { signalGroup, spawnGuarded } from "./task.ts";

export interface ServiceOptions {
  readonly name: string;
  /** Arguments of Node, relative to the repository's root. */
  readonly args: readonly string[];
  readonly env: Record<string, string>;
  readonly logFile: string;
  /** Answers 200 once the service can do its work. */
  readonly ready: string;
  /** Told about every unplanned end and every comeback. */
  readonly onEvent?: (event: ServiceEvent) => void;
  /** Pause before the first restart; doubles up to 30 s while the service keeps dying. */
  readonly firstPauseMs?: number;
  readonly readyTimeoutMs?: number;
}

export type ServiceEvent =
  | { kind: "died"; name: string; how: string; pauseMs: number }
  | { kind: "back"; name: string };

const LONGEST_PAUSE_MS = 30_000;
/** A service that ran this long is healthy: its next death starts from the first pause again. */
const HEALTHY_MS = 60_000;
/** How long a service may take to stop before it is killed. */
const STOP_MS = 8_000;
/** A service that dies this often before it was ever ready does not start at all. */
const START_ATTEMPTS = 3;

/** One supervised child process: started, watched, restarted with growing pauses, stopped. */
export class Service {
  readonly options: ServiceOptions;
  #child: ChildProcess | undefined;
  #stopping = new AbortController();
  #everReady = false;
  #deaths = 0;
  /** The coming end is no accident. */
  #wanted = false;

  constructor(options: ServiceOptions) {
    this.options = options;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /**
   * Starts the service and resolves when it is ready.
   *
   * @throws {MaskboardError} `internal` when it dies again and again, or is not ready in time.
   */
  async start(): Promise<void> {
    this.#spawn();
    const until = Date.now() + (this.options.readyTimeoutMs ?? 90_000);
    while (!(await this.#isReady())) {
      if (this.#stopping.signal.aborted) return;
      if (this.#deaths >= START_ATTEMPTS || Date.now() > until) {
        await this.stop();
        const why = this.#deaths > 0 ? "ends right after its start" : "does not become ready";
        throw new MaskboardError(
          "internal",
          `The ${this.options.name} ${why}. Its log: ${this.options.logFile}`,
          { lines: tail(this.options.logFile) },
        );
      }
      await sleep(100);
    }
    this.#everReady = true;
  }

  /** Stops the service and all that it started; resolves when it is gone. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#end();
  }

  /** Ends the service; it starts again at once, as it does after an accident. */
  async restart(): Promise<void> {
    this.#wanted = true;
    await this.#end();
  }

  async #end(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    signalGroup(child.pid, "SIGTERM");
    const timer = setTimeout(() => signalGroup(child.pid, "SIGKILL"), STOP_MS);
    await gone;
    clearTimeout(timer);
    // The service is gone; whatever it left in its group goes too.
    signalGroup(child.pid, "SIGKILL");
  }

  #spawn(): void {
    const { args, env, logFile } = this.options;
    const log = openLog(logFile);
    const bornAt = Date.now();
    const child = spawnGuarded(args, env, log.descriptor);
    log.close();
    this.#child = child;
    child.once("error", () => this.#onEnd("could not be started", bornAt));
    child.once("exit", (code, signal) => {
      this.#onEnd(signal ? `was killed (${signal})` : `ended (code ${code})`, bornAt);
    });
  }

  async #onEnd(how: string, bornAt: number): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    // What a dead service left in its group may still hold its port.
    signalGroup(this.#child?.pid, "SIGKILL");
    if (this.#wanted) this.#wanted = false;
    else if (!(await this.#sitOut(how, bornAt))) return;
    this.#spawn();
    if (this.#everReady) await this.#announceComeback();
  }

  /** Tells of an accident and pauses; resolves to whether the service should start again. */
  async #sitOut(how: string, bornAt: number): Promise<boolean> {
    this.#deaths = Date.now() - bornAt > HEALTHY_MS ? 1 : this.#deaths + 1;
    const first = this.options.firstPauseMs ?? 500;
    const pauseMs = Math.min(first * 2 ** (this.#deaths - 1), LONGEST_PAUSE_MS);
    const { name, onEvent } = this.options;
    if (this.#everReady) onEvent?.({ kind: "died", name, how, pauseMs });
    else if (this.#deaths >= START_ATTEMPTS) return false;
    const { signal } = this.#stopping;
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
    return !signal.aborted;
  }

  async #announceComeback(): Promise<void> {
    const child = this.#child;
    while (child?.exitCode === null && child.signalCode === null) {
      if (this.#stopping.signal.aborted) return;
      if (await this.#isReady()) {
        this.options.onEvent?.({ kind: "back", name: this.options.name });
        return;
      }
      await sleep(200);
    }
  }

  async #isReady(): Promise<boolean> {
    try {
      const response = await fetch(this.options.ready, { signal: AbortSignal.timeout(3_000) });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }
}
