/** Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const UNIQUE_VIOLATION = "23505";
/** serialization_failure, deadlock_detected. */
const LOCK_CONFLICT = ["40001", "40P01"];
/** character_not_in_repertoire, untranslatable_character: a NUL in a text or in JSON. */
const UNSTORABLE_TEXT = ["22021", "22P05"];

/** Whether the error (or what drizzle wrapped into it) breaks the named unique constraint. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  return causes(error).some(
    ({ code, constraint: name }) => code === UNIQUE_VIOLATION && name === constraint,
  );
}

/**
 * Whether Postgres ended a transaction because of others that ran at the same time, so that it may
 * pass when it is run again.
 */
export function isLockConflict(error: unknown): boolean {
  return causes(error).some(({ code }) => LOCK_CONFLICT.includes(String(code)));
}

/** Whether a text was given that Postgres can't hold. */
export function isUnstorableText(error: unknown): boolean {
  return causes(error).some(({ code }) => UNSTORABLE_TEXT.includes(String(code)));
}

/** The error and what was wrapped into it. */
function causes(error: unknown): (Error & { code?: unknown; constraint?: unknown })[] {
  const found: Error[] = [];
  for (let current = error; current instanceof Error; current = current.cause) found.push(current);
  return found;
}
