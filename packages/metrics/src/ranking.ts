export interface RankingRules<T> {
  /** The number to rank by, e.g. a mean IoU. */
  readonly score: (entry: T) => number;
  /** When it was submitted, in milliseconds since 1970 or any other rising number. */
  readonly submittedAt: (entry: T) => number;
  /** Digits after the point to round scores to before they are compared, 0 to 20. */
  readonly digits: number;
  /** Default "higher"; "lower" for errors such as RMSE. */
  readonly better?: "higher" | "lower";
}

export interface Ranked<T> {
  readonly entry: T;
  /** From 1. Equal rounded scores share a rank and the ranks after them are left out: 1, 1, 3. */
  readonly rank: number;
  /** The rounded score. */
  readonly score: number;
}

/**
 * Standard competition ranking. Entries of one rank are listed by earlier submission, and in their
 * given order where that is equal too.
 *
 * @throws RangeError when a score is not a finite number: what is not scored is never ranked
 */
export function rankEntries<T>(entries: readonly T[], rules: RankingRules<T>): Ranked<T>[] {
  const sign = rules.better === "lower" ? 1 : -1;
  const sorted = entries
    .map((entry) => ({
      entry,
      score: roundScore(rules.score(entry), rules.digits),
      at: rules.submittedAt(entry),
    }))
    .sort((a, b) => sign * (a.score - b.score) || a.at - b.at);
  let rank = 0;
  return sorted.map(({ entry, score }, i) => {
    if (i === 0 || score !== sorted[i - 1]!.score) rank = i + 1;
    return { entry, rank, score };
  });
}

/** Rounds the exact binary value; multiplying by a power of ten first would misplace ties. */
export function roundScore(score: number, digits: number): number {
  if (!Number.isFinite(score)) {
    throw new RangeError(`${score} is not a score that can be ranked.`);
  }
  return Number(score.toFixed(digits)) + 0;
}
