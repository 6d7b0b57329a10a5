/** A score in 0..1 with a fixed number of decimals; a dash where it is undefined. */
export function score(value: number | null | undefined, digits = 4): string {
  return value === null || value === undefined ? "–" : value.toFixed(digits);
}

export function percent(value: number | null | undefined, digits = 1): string {
  return value === null || value === undefined ? "–" : `${(value * 100).toFixed(digits)}\u00a0%`;
}

const integer = new Intl.NumberFormat("en-GB");

export function count(value: number): string {
  return integer.format(value);
}

/** `1 image`, `2 images`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

export function bytes(value: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  let amount = value;
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit++;
  }
  return `${unit === 0 ? amount : amount.toFixed(amount < 10 ? 1 : 0)} ${units[unit]}`;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `just now`, `5 min ago`, `3 h ago`, `2 d ago`; from four weeks on the date. */
export function ago(date: Date, now: number): string {
  const passed = now - date.getTime();
  if (passed < MINUTE) return "just now";
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min ago`;
  if (passed < DAY) return `${Math.floor(passed / HOUR)} h ago`;
  if (passed < 28 * DAY) return `${Math.floor(passed / DAY)} d ago`;
  return date.toISOString().slice(0, 10);
}

/** Days, hours, minutes and seconds of a span of milliseconds, never negative. */
export function splitSpan(span: number): {
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
} {
  const rest = Math.max(0, span);
  return {
    days: Math.floor(rest / DAY),
    hours: Math.floor((rest % DAY) / HOUR),
    minutes: Math.floor((rest % HOUR) / MINUTE),
    seconds: Math.floor((rest % MINUTE) / SECOND),
  };
}

/** A span in its two largest units: `3 d 4 h`, `12 min`, `less than a minute`. */
export function span(milliseconds: number): string {
  const { days, hours, minutes } = splitSpan(milliseconds);
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  return minutes > 0 ? `${minutes} min` : "less than a minute";
}

/** A span of milliseconds in one or two units: `40 ms`, `1.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(ms: number): string {
  const { days, hours, minutes, seconds } = splitSpan(ms);
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  if (minutes > 0) return `${minutes} min ${seconds} s`;
  if (ms < SECOND) return `${Math.round(Math.max(0, ms))} ms`;
  return ms < 10 * SECOND ? `${(ms / SECOND).toFixed(1)} s` : `${seconds} s`;
}
