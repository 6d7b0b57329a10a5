import type { EpochRecord, StepRecord } from "@maskboard/training";
import { createLogUpdate } from "log-update";

const clock = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
};

const share = (value: number | null): string => (value === null ? "-" : value.toFixed(3));

/** Joins parts by two spaces, in as many rows of `width` characters as they need. */
export function flow(parts: readonly string[], width: number): string[] {
  const rows: string[] = [];
  for (const part of parts) {
    const row = rows.at(-1);
    if (row !== undefined && row.length + 2 + part.length <= width)
      rows[rows.length - 1] = `${row}  ${part}`;
    else rows.push(part.slice(0, width));
  }
  return rows;
}

/** A bar of `width` characters, `done` in 0..1. */
function bar(done: number, width: number): string {
  const full = Math.round(Math.min(1, Math.max(0, done)) * width);
  return "━".repeat(full) + "─".repeat(width - full);
}

type Stream = Pick<NodeJS.WriteStream, "isTTY" | "columns" | "write">;

interface ViewOptions {
  /** Time limit of the training: no ETA is beyond it. */
  readonly minutes?: number | undefined;
  readonly stream?: Stream;
  /** Milliseconds between two lines about steps where stderr is no terminal. */
  readonly every?: number;
}

/**
 * What happens, on stderr: a bar and what belongs to it, written over and over, and a line for each
 * epoch. Where stderr is no terminal there are plain lines, those about steps now and then.
 */
export class View {
  readonly #stream: Stream;
  readonly #live: ReturnType<typeof createLogUpdate>;
  readonly #epochs: () => number;
  readonly #minutes: number | undefined;
  readonly #every: number;
  readonly #began = performance.now();
  #first = 0;
  #firstAt = 0;
  #plainAt = Number.NEGATIVE_INFINITY;
  #meanIou: number | null = null;

  constructor(epochs: () => number, options: ViewOptions = {}) {
    const { minutes, stream = process.stderr, every = 30_000 } = options;
    this.#epochs = epochs;
    this.#minutes = minutes;
    this.#every = every;
    this.#stream = stream;
    // A hidden cursor would stay hidden in the terminal of whoever stops this at once.
    this.#live = createLogUpdate(stream as NodeJS.WriteStream, { showCursor: true });
  }

  note(line: string): void {
    if (this.#stream.isTTY) this.#live.clear();
    this.#stream.write(`${line}\n`);
  }

  progress(label: string, done: number, total: number): void {
    if (!this.#stream.isTTY) {
      if (done === total || this.#due()) this.note(`${label} ${done}/${total}`);
      return;
    }
    this.#draw(done / total, [label, `${done}/${total}`]);
    if (done === total) this.#live.clear();
  }

  step(record: StepRecord): void {
    const { step, steps } = record;
    if (this.#firstAt === 0) [this.#first, this.#firstAt] = [step, performance.now()];
    if (this.#stream.isTTY) this.#draw(step / steps, this.#parts(record));
    else if (this.#due()) this.note(this.#parts(record).join("  "));
  }

  epoch(record: EpochRecord): void {
    this.#meanIou = record.meanIou;
    const parts = [
      `epoch ${record.epoch}/${this.#epochs()} done`,
      `loss ${record.trainLoss.toFixed(3)}`,
      `validation ${record.validationLoss.toFixed(3)}`,
      `mean IoU ${share(record.meanIou)}`,
      `accuracy ${share(record.accuracy)}`,
      `${record.imagesPerSecond.toFixed(1)} images/s`,
      clock((performance.now() - this.#began) / 1000),
    ];
    const rows = this.#stream.isTTY ? flow(parts, this.#width()) : [parts.join("  ")];
    this.note(rows.join("\n  "));
  }

  #parts({ epoch, step, steps, loss, rate, imagesPerSecond }: StepRecord): string[] {
    const memory = Math.round(process.memoryUsage.rss() / 2 ** 20);
    return [
      `epoch ${epoch}/${this.#epochs()}`,
      `step ${step}/${steps}`,
      `ETA ${this.#eta(step, steps)}`,
      `loss ${loss.toFixed(3)}`,
      `mean IoU ${share(this.#meanIou)}`,
      `${imagesPerSecond.toFixed(1)} images/s`,
      `${memory} MiB`,
      `rate ${rate.toExponential(1)}`,
    ];
  }

  #eta(step: number, steps: number): string {
    const [done, gone] = [step - this.#first, (performance.now() - this.#firstAt) / 1000];
    const limit = this.#minutes === undefined ? Infinity : this.#minutes * 60 - gone;
    if (done === 0) return "-";
    return clock(Math.min((gone / done) * (steps - step), limit));
  }

  #draw(done: number, parts: readonly string[]): void {
    const width = this.#width();
    this.#live([bar(done, Math.min(width, 72)), ...flow(parts, width)].join("\n"));
  }

  /** One column is left free: some terminals wrap when the last one is written. */
  #width(): number {
    return Math.max(8, (this.#stream.columns || 80) - 1);
  }

  #due(): boolean {
    const now = performance.now();
    if (now - this.#plainAt < this.#every) return false;
    this.#plainAt = now;
    return true;
  }
}
