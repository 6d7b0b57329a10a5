import { bar } from "./bars.ts";
import { quiet } from "./style.ts";

/**
 * Progress on stderr. A terminal gets one line that is written over; anything else gets a line
 * only when the text's first part changes, so that logs stay short.
 */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  #shown = false;
  #lastLabel = "";
  #lastAt = 0;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  /** `done` of `total`, in any unit; `detail` says it in words. */
  show(label: string, done: number, total: number, detail = ""): void {
    if (this.#stream.isTTY) {
      const now = performance.now();
      if (this.#shown && done < total && now - this.#lastAt < 60) return;
      this.#lastAt = now;
      const share = total > 0 ? done / total : 1;
      const percent = `${Math.floor(share * 100)} %`.padStart(5);
      this.#stream.write(`\r\x1b[2K${label.padEnd(12)} ${bar(share, 24)} ${percent}  ${detail}`);
      this.#shown = true;
    } else if (label !== this.#lastLabel) {
      this.#stream.write(`${label} …\n`);
    }
    this.#lastLabel = label;
  }

  /** Takes the progress line away. */
  clear(): void {
    if (this.#shown) this.#stream.write("\r\x1b[2K");
    this.#shown = false;
  }

  /** A line of prose. */
  say(line: string): void {
    this.clear();
    this.#stream.write(`${line}\n`);
  }

  /** A line of prose that matters less. */
  note(line: string): void {
    this.say(quiet(line));
  }
}
