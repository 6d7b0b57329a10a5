interface Kept<T> {
  value: Promise<T>;
  until: number;
}

/**
 * Keeps what `load` gives for a short while, for values that are the same for everyone. Many
 * requests at once share one call; what fails is not kept.
 *
 * @param changesAt the instant from which a value is not true any more, if one is known
 */
export function briefCache<T>(
  keepMs: number,
  load: (key: string) => Promise<T>,
  changesAt: (value: T) => Date | null = () => null,
) {
  const kept = new Map<string, Kept<T>>();
  return (key: string): Promise<T> => {
    const found = kept.get(key);
    if (found && found.until > Date.now()) return found.value;
    const value = load(key);
    // Keys come from addresses: nobody may fill the memory with them.
    if (kept.size >= 1_000) kept.clear();
    const entry = { value, until: Date.now() + keepMs };
    kept.set(key, entry);
    value.then(
      (known) => {
        entry.until = Math.min(entry.until, changesAt(known)?.getTime() ?? entry.until);
      },
      () => kept.delete(key),
    );
    return value;
  };
}
