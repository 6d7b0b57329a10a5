interface Entry<Value> {
  readonly value: Promise<Value>;
  readonly until: number;
}

/** Keeps answers for a while; those who ask at the same time share one question. */
export class TimedCache<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #keepMs: number;

  constructor(keepMs: number) {
    this.#keepMs = keepMs;
  }

  get(key: string, ask: () => Promise<Value>): Promise<Value> {
    const now = Date.now();
    const known = this.#entries.get(key);
    if (known && known.until > now) return known.value;
    for (const [old, { until }] of this.#entries) if (until <= now) this.#entries.delete(old);
    const value = ask();
    this.#entries.set(key, { value, until: now + this.#keepMs });
    // What failed is asked again; the caller hears of the error.
    value.catch(() => this.#entries.delete(key));
    return value;
  }
}
