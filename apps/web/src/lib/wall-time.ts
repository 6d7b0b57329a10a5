import { Temporal } from "temporal-polyfill";

/**
 * What a time on the clock means in a zone. On the day on which clocks go forward some times do not
 * exist (`gap`), on the day on which they go back some come twice (`overlap`).
 */
export type WallTime =
  | { kind: "instant"; at: Date }
  | { kind: "gap" /** The first instant after the gap that a clock shows. */; next: Date }
  | { kind: "overlap"; earlier: Date; later: Date };

/**
 * Reads the value of a `datetime-local` field as a time on the clocks of a zone (IANA name).
 * @returns `null` for what is no time
 */
export function readWallTime(text: string, zone: string): WallTime | null {
  let local: Temporal.PlainDateTime;
  try {
    local = Temporal.PlainDateTime.from(text);
  } catch {
    return null;
  }
  const at = (disambiguation: "earlier" | "later") =>
    local.toZonedDateTime(zone, { disambiguation });
  const [earlier, later] = [at("earlier"), at("later")];
  const [first, second] = [dateOf(earlier), dateOf(later)];
  if (first.getTime() === second.getTime()) return { kind: "instant", at: first };
  // In a gap neither of them reads as what was typed.
  if (!earlier.toPlainDateTime().equals(local)) {
    const change = earlier.getTimeZoneTransition("next");
    return { kind: "gap", next: change ? dateOf(change) : second };
  }
  return { kind: "overlap", earlier: first, later: second };
}

const dateOf = (time: Temporal.ZonedDateTime): Date => new Date(time.epochMilliseconds);

/** The value of a `datetime-local` field for an instant, on the clocks of a zone; to the minute. */
export function wallTimeOf(at: Date, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: "minute", roundingMode: "floor" });
}

/** An instant in words with its offset: `29 Mar 2026, 03:30 GMT+2`. */
export function zonedText(at: Date, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "shortOffset",
  }).format(at);
}
