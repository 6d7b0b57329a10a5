import type { EpochRecord, StepRecord } from "@maskboard/training";

const clock = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};

const percent = (value: number | null): string =>
  value === null ? "-" : value.toFixed(3).padStart(5);

/**
 * What happens, on stderr: one line that is written over and a line for each epoch. Where stderr is no
 * terminal there are only plain lines.
 */
export class View {
  readonly #stream: NodeJS.WriteStream;
  readonly #epochs: () => number;
  readonly #began = performance.now();
  #first = 0;
  #firstAt = 0;
  #shown = false;
  #meanIou: number | null = null;

  constructor(epochs: () => number, stream: NodeJS.WriteStream = process.stderr) {
    this.#epochs = epochs;
    this.#stream = stream;
  }

  note(line: string): void {
    this.#clear();
    this.#stream.write(`${line}\n`);
  }

  progress(label: string, done: number, total: number): void {
    if (this.#stream.isTTY) this.#over(`${label} ${done}/${total}`);
    else if (done === total) this.note(`${label} ${total}`);
  }

  step({ epoch, step, steps, loss, rate, imagesPerSecond }: StepRecord): void {
    const now = performance.now();
    if (this.#firstAt === 0) [this.#first, this.#firstAt] = [step, now];
    if (!this.#stream.isTTY) return;
    const done = step - this.#first;
    const each = done > 0 ? (now - this.#firstAt) / 1000 / done : 0;
    const eta = done > 0 ? clock(each * (steps - step)) : "?";
    const memory = Math.round(process.memoryUsage.rss() / 2 ** 20);
    this.#over(
      `epoch ${epoch}/${this.#epochs()}  step ${step}/${steps}  eta ${eta}  loss ${loss.toFixed(3)}  ` +
        `mIoU ${percent(this.#meanIou)}  lr ${rate.toExponential(1)}  ${imagesPerSecond.toFixed(1)} img/s  ${memory} MiB`,
    );
  }

  epoch(record: EpochRecord): void {
    this.#meanIou = record.meanIou;
    this.note(
      `epoch ${String(record.epoch).padStart(3)}/${this.#epochs()}  loss ${record.trainLoss.toFixed(3)}  ` +
        `validation ${record.validationLoss.toFixed(3)}  mIoU ${percent(record.meanIou)}  ` +
        `accuracy ${percent(record.accuracy)}  ${record.imagesPerSecond.toFixed(1)} img/s  ` +
        `${clock((performance.now() - this.#began) / 1000)}`,
    );
  }

  #over(line: string): void {
    this.#stream.write(`\r\x1b[2K${line.slice(0, this.#stream.columns - 1)}`);
    this.#shown = true;
  }

  #clear(): void {
    if (this.#shown) this.#stream.write("\r\x1b[2K");
    this.#shown = false;
  }
}
