import { type ErrorCode, errorBodySchema, MaskboardError } from "@maskboard/contracts";
import { TRPCClientError } from "@trpc/client";

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: "bad_request",
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  413: "file_too_large",
  429: "rate_limited",
};

/** An error body of the taxonomy, plain or below `error`, or `null`. */
function parseErrorBody(value: unknown): MaskboardError | null {
  const nested = value !== null && typeof value === "object" && "error" in value;
  const body = errorBodySchema.safeParse(nested ? value.error : value);
  if (!body.success) return null;
  return new MaskboardError(body.data.code, body.data.message, body.data.details);
}

/** Any HTTP answer that is not a success, by its body where that has a known form, or by status. */
export function fromResponse(status: number, text: string, url: string): MaskboardError {
  try {
    const known = parseErrorBody(JSON.parse(text));
    if (known) return known;
  } catch {
    // Not JSON: the status must do.
  }
  const code = CODE_OF_STATUS[status];
  if (code) return new MaskboardError(code, `${url} answered with status ${status}.`);
  if (status >= 502 && status <= 504) return unreachable(url, `it answered with status ${status}`);
  return new MaskboardError("internal", `${url} answered with status ${status}.`);
}

export function unreachable(url: string, reason: string, cause?: unknown): MaskboardError {
  return new MaskboardError("unreachable", `${url} can't be reached: ${reason}.`, {}, cause);
}

/** The innermost reason of a failed fetch: "connect ECONNREFUSED 127.0.0.1:3000". */
export function networkReason(error: unknown): string {
  let reason = error instanceof Error ? error.message : String(error);
  let current: unknown = error;
  while (current instanceof Error) {
    const code = (current as NodeJS.ErrnoException).code;
    reason = current.message || code || reason;
    if (current instanceof AggregateError && current.errors.length > 0) current = current.errors[0];
    else current = current.cause;
  }
  return reason;
}

interface ErrorData {
  maskboard?: unknown;
  httpStatus?: number;
}

/** What a call through tRPC or fetch threw, as an error of the taxonomy. */
export function fromRequestError(error: unknown, url: string): MaskboardError {
  if (error instanceof MaskboardError) return error;
  if (!(error instanceof TRPCClientError)) return unreachable(url, networkReason(error), error);
  const data = error.data as ErrorData | null | undefined;
  if (data) {
    const known = parseErrorBody(data.maskboard);
    if (known) return known;
    const code = CODE_OF_STATUS[data.httpStatus ?? 0] ?? "internal";
    return new MaskboardError(code, error.message, {}, error);
  }
  // fetch rejects with a TypeError; anything else comes from reading an answer of another protocol.
  const reason =
    error.cause instanceof TypeError
      ? networkReason(error.cause)
      : "what answers there is not a Maskboard server";
  return unreachable(url, reason, error);
}
