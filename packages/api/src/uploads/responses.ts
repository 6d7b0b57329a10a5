import { ERRORS, type ErrorBody, type ErrorCode, MaskboardError } from "@maskboard/contracts";
import { errorBody } from "../errors.ts";

/** An error as an HTTP answer: the status of its code and the body as JSON. */
export function errorResponse(error: unknown, headers: Record<string, string> = {}): Response {
  const body = errorBody(error);
  return Response.json(body, { status: ERRORS[body.code].http, headers });
}

const CODES: Record<number, ErrorCode> = {
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  410: "not_found",
  413: "file_too_large",
  423: "conflict",
};

/** What the tus server says in plain text, in the form of our errors; the status stays. */
export function fromTus(status: number, text: string): ErrorBody {
  const code = CODES[status] ?? (status < 500 ? "bad_request" : "internal");
  return new MaskboardError(code, text.trim() || "The upload was refused.").toJSON();
}
