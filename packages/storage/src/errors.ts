/**
 * `not_found`: nothing is stored under the key. `invalid_key`: the key is refused before anything
 * is touched. `checksum`: what was written is not what was announced, and was not kept.
 * `unavailable`: the store did not answer, or refused; trying again may help.
 */
export type StorageErrorCode = "not_found" | "invalid_key" | "checksum" | "unavailable";

export class StorageError extends Error {
  override readonly name = "StorageError";
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

export const notFound = (key: string, cause?: unknown): StorageError =>
  new StorageError("not_found", `nothing is stored under ${key}`, cause);

export const unavailable = (action: string, cause: unknown, why?: string): StorageError => {
  const reason = why ?? (cause instanceof Error ? cause.message || cause.name : String(cause));
  return new StorageError("unavailable", `storage could not ${action}: ${reason}`, cause);
};
