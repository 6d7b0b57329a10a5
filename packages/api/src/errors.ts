import { randomUUID } from "node:crypto";
import { type ErrorBody, MaskboardError } from "@maskboard/contracts";
import { isUnstorableText } from "@maskboard/db";
import { StorageError } from "@maskboard/storage";
import { z } from "zod";

/** Logged once; asking again gives the same reference. */
const references = new WeakMap<object, ErrorBody>();

/**
 * What a client is told about an error. What we did not foresee becomes `internal` with a
 * reference that stands beside the whole error in the log, and nothing else.
 */
export function errorBody(error: unknown): ErrorBody {
  if (error instanceof MaskboardError && error.code !== "internal") return error.toJSON();
  if (error instanceof z.ZodError) {
    return new MaskboardError("bad_request", z.prettifyError(error)).toJSON();
  }
  if (error instanceof StorageError && error.code === "not_found") {
    return new MaskboardError("not_found", "The file is not there any more.").toJSON();
  }
  if (isUnstorableText(error)) {
    return new MaskboardError(
      "bad_request",
      "The input holds a character that is no text.",
    ).toJSON();
  }
  const key = typeof error === "object" && error !== null ? error : { error };
  const known = references.get(key);
  if (known) return known;
  const reference = randomUUID().slice(0, 8);
  console.error(`internal error ${reference}:`, error);
  const body = new MaskboardError("internal", `Something went wrong on our side (${reference}).`, {
    reference,
  }).toJSON();
  references.set(key, body);
  return body;
}
