/** A field that an action changed, in words. */
export interface Difference {
  readonly field: string;
  /** `null` where there was, or is, nothing. */
  readonly before: string | null;
  readonly after: string | null;
}

type Fields = Record<string, unknown> | null;

/** What differs between before and after, field by field, nested ones by their path. */
export function differences(before: Fields, after: Fields): Difference[] {
  const [old, next] = [flat(before), flat(after)];
  return [...new Set([...old.keys(), ...next.keys()])]
    .map((field) => ({ field, before: old.get(field) ?? null, after: next.get(field) ?? null }))
    .filter((entry) => entry.before !== entry.after);
}

function flat(fields: Fields, prefix = "", into = new Map<string, string>()): Map<string, string> {
  for (const [key, value] of Object.entries(fields ?? {})) {
    const field = prefix + words(key);
    if (value === null || value === undefined) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    if (typeof value === "object" && !Array.isArray(value)) {
      flat(value as Record<string, unknown>, `${field}, `, into);
    } else into.set(field, wordsOf(value));
  }
  return into;
}

/** `frozenAt` -> `frozen at` */
const words = (key: string): string =>
  key.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);

const MOST_ITEMS = 6;

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) {
    const shown = value.slice(0, MOST_ITEMS).map((item) => wordsOf(item));
    const more = value.length - shown.length;
    return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
  }
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "object") return JSON.stringify(value);
  const text = String(value);
  const instant = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?(\.\d+)?Z$/.exec(text);
  return instant ? `${instant[1]} ${instant[2]} UTC` : text;
}
