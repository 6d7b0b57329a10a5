import { z } from "zod";
import { UsageError } from "../../exit.ts";

const instantSchema = z.iso.datetime({ offset: true });

/**
 * An instant as ISO 8601 with its offset from UTC; minutes will do. A time without an offset is
 * refused: the clock of this machine need not be the one that is meant.
 *
 * @throws UsageError
 */
export function parseInstant(text: string): Date {
  const whole = text.replace(/(T\d\d:\d\d)(?=Z|[+-])/, "$1:00");
  if (instantSchema.safeParse(whole).success) return new Date(whole);
  throw new UsageError(
    `"${text}" is no instant.`,
    "Write it with its offset from UTC, like 2026-12-01T18:00Z or 2026-12-01T19:00+01:00.",
  );
}
