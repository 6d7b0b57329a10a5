import { ERRORS, type ErrorBody, type KeyScope } from "@maskboard/contracts";
import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { ZodError } from "zod";
import { requireScope } from "../auth/require-scope.ts";
import { errorBody } from "../errors.ts";
import type { Context } from "./context.ts";

/** Who may call a procedure. Each has exactly one; a test walks all of them as every role. */
export type AccessLevel =
  | "public"
  | "signed-in"
  | "member"
  | "captain"
  | "admin"
  /** An organizer of the challenge, or an admin. */
  | "organizer"
  /** A member of the submission's team; to read also organizers. */
  | "submission-reader"
  | "submission-member";

export interface ProcedureMeta {
  readonly access: AccessLevel;
}

/** What an API key needs for a procedure, unless it is one of those without scopes. */
export function scopeOf(
  type: "query" | "mutation" | "subscription",
  access: AccessLevel,
): KeyScope {
  if (access === "organizer" || access === "admin") return "organize";
  return type === "mutation" ? "submit" : "read";
}

const TRPC_CODES: Record<number, TRPCError["code"]> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "CONFLICT",
  413: "PAYLOAD_TOO_LARGE",
  422: "UNPROCESSABLE_CONTENT",
  429: "TOO_MANY_REQUESTS",
  503: "SERVICE_UNAVAILABLE",
};

const t = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    transformer: superjson,
    // Proxies cut silent connections; a browser notices a dead one.
    sse: {
      ping: { enabled: true, intervalMs: 15_000 },
      client: { reconnectAfterInactivityMs: 40_000 },
    },
    errorFormatter: ({ shape, error }) => {
      const maskboard = bodyOf(error);
      const { code, httpStatus, path } = shape.data;
      return { ...shape, message: maskboard.message, data: { code, httpStatus, path, maskboard } };
    },
  });

function bodyOf(error: TRPCError): ErrorBody {
  if (error.cause instanceof ZodError || (error.cause && error.code === "INTERNAL_SERVER_ERROR")) {
    return errorBody(error.cause);
  }
  if (error.cause?.name === "MaskboardError") return errorBody(error.cause);
  const code = error.code === "NOT_FOUND" ? "not_found" : "bad_request";
  if (error.code === "INTERNAL_SERVER_ERROR") return errorBody(error);
  return { code, message: error.message, fix: ERRORS[code].fix, details: {} };
}

/** Gives our errors their HTTP status. */
const withStatus = t.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok || !result.error.cause || result.error.code !== "INTERNAL_SERVER_ERROR") {
    return result;
  }
  const body = errorBody(result.error.cause);
  const code = TRPC_CODES[ERRORS[body.code].http] ?? "INTERNAL_SERVER_ERROR";
  throw new TRPCError({ code, message: body.message, cause: result.error.cause });
});

const withScope = t.middleware(({ ctx, meta, type, next }) => {
  requireScope(ctx.viewer, scopeOf(type, meta?.access ?? "public"));
  return next();
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;
/** Of which the procedures of each access level are made. */
export const baseProcedure = t.procedure.use(withStatus).use(withScope);
