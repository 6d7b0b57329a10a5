import type { ErrorBody } from "@maskboard/contracts";

/** What went wrong and what to do about it, in words. */
export interface Problem {
  code: string;
  message: string;
  fix: string | null;
  details: ErrorBody["details"];
}

const UNREACHABLE: Problem = {
  code: "unreachable",
  message: "The server did not answer.",
  fix: "Check your connection and try again. Nothing is lost.",
  details: {},
};

function isErrorBody(value: unknown): value is ErrorBody {
  return typeof value === "object" && value !== null && "code" in value && "message" in value;
}

/** Reads the typed error out of whatever a request threw. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Error && "data" in error) {
    const body = (error.data as { maskboard?: unknown } | undefined)?.maskboard;
    if (isErrorBody(body)) return body;
    if (!error.data) return UNREACHABLE;
  }
  if (error instanceof TypeError) return UNREACHABLE;
  const message = error instanceof Error ? error.message : String(error);
  return { code: "internal", message, fix: null, details: {} };
}
