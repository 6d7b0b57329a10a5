/** A share in 0..1 with fixed places; "–" where it is undefined. */
export function share(value: number | null | undefined, places = 4): string {
  return value === null || value === undefined ? "–" : value.toFixed(places);
}

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** Bytes in binary units, three significant digits. */
export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const text = unit === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1);
  return `${text} ${UNITS[unit]}`;
}

const COUNT = new Intl.NumberFormat("en-US");

/** A count with thousands separators. */
export function count(value: number): string {
  return COUNT.format(value);
}

/** A count and its noun, in the plural where it must be. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** Local date and time to the minute, or "–". */
export function moment(date: Date | null): string {
  if (date === null) return "–";
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
