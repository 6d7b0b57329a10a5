/** One entry of golden-metrics.json: inputs, and what a named library makes of them. */
export interface Vector {
  readonly id: string;
  readonly function: string;
  readonly num_classes: number | null;
  readonly ignore_index: number | null;
  readonly options: Readonly<Record<string, unknown>>;
  readonly pred: unknown;
  readonly target: unknown;
  readonly expected: Readonly<Record<string, unknown>>;
  readonly tolerance: number;
}

export type Nested = number | readonly Nested[];

/** NaN and Infinity are strings in the file. */
export function numbersIn(value: unknown): Nested {
  if (Array.isArray(value)) return value.map(numbersIn);
  return typeof value === "number" ? value : Number(value);
}

export function flatten(value: unknown): number[] {
  return [numbersIn(value)].flat(Number.POSITIVE_INFINITY as 20) as number[];
}

export function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** Null is what we say where other libraries say NaN. */
export function nan(value: number | null): number {
  return value ?? Number.NaN;
}

export function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
