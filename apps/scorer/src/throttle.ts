/** People can't follow more than about five changes a second. */
export const PROGRESS_INTERVAL_MS = 200;

/**
 * Passes at most one report an interval on, the latest one, and never two at once. Reports are for
 * people to watch: one that fails is dropped.
 */
export class ThrottledReports<Report> {
  readonly #send: (report: Report) => Promise<void>;
  readonly #intervalMs: number;
  #latest: Report | undefined;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(intervalMs: number, send: (report: Report) => Promise<void>) {
    this.#intervalMs = intervalMs;
    this.#send = send;
  }

  report(report: Report): void {
    if (this.#closed) return;
    this.#latest = report;
    this.#timer ??= setTimeout(() => this.#flush(), this.#intervalMs);
  }

  /** Drops what waits and resolves when nothing is on its way any more. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#sending;
  }

  #flush(): void {
    const report = this.#latest as Report;
    this.#sending = this.#send(report)
      .catch(() => {})
      .finally(() => {
        this.#timer = undefined;
        if (this.#latest !== report) this.report(this.#latest as Report);
      });
  }
}
