/** Parts of at most `size`: Postgres takes 65,535 parameters in one statement. */
export function* inChunks<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
