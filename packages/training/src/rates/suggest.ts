/** Rates tried by the finder and the smoothed loss at each. */
export interface RateCurve {
  readonly rates: readonly number[];
  readonly losses: readonly number[];
  /** Rates at the begin that say little: fastai's `num_it // 10`; default: a tenth of them. */
  readonly skip?: number;
}

export interface RateSuggestions {
  /** Where the loss falls most from one rate to the next: fastai v1's "min numerical gradient". */
  readonly steepest: number;
  /** A tenth of the rate with the least loss. */
  readonly minimumTenth: number;
}

/** As `numpy.gradient`: central differences, one-sided at the ends. */
function gradient(values: readonly number[]): number[] {
  const last = values.length - 1;
  return values.map((_, i) => {
    const [a, b] = [Math.max(0, i - 1), Math.min(last, i + 1)];
    return (values[b]! - values[a]!) / Math.max(1, b - a);
  });
}

const indexOfLeast = (values: readonly number[]): number =>
  values.reduce((best, value, i) => (value < values[best]! ? i : best), 0);

/** Without the first `skip` rates and the last five, where enough remain: noise and blow-up. */
export function trimCurve({ rates, losses, skip }: RateCurve): RateCurve {
  const [from, to] = [skip ?? Math.floor(rates.length / 10), rates.length - 5];
  if (to - from < 2) return { rates, losses };
  return { rates: rates.slice(from, to), losses: losses.slice(from, to) };
}

/**
 * Both suggestions of fastai v1's `recorder.plot(suggestion=True)`. The curve is trimmed
 * first.
 * @throws RangeError for fewer than two rates
 */
export function suggestRates(curve: RateCurve): RateSuggestions {
  if (curve.rates.length < 2) throw new RangeError("Two rates are needed to compare them.");
  const { rates, losses } = trimCurve(curve);
  return {
    steepest: rates[indexOfLeast(gradient(losses))]!,
    minimumTenth: rates[indexOfLeast(losses)]! / 10,
  };
}
