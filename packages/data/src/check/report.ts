import type { CheckStep, ErrorBody } from "@maskboard/contracts";

/** Errors that are collected of one step before the check stops. */
export const MAX_ERRORS = 20;

/** The outcome of checking an upload. `errors` is empty exactly if the upload is valid. */
export interface CheckReport {
  /** Masks that were understood. */
  readonly images: number;
  /** Things that were ignored or assumed, as sentences for people. */
  readonly notices: string[];
  /** Errors of the first step that failed, at most 20; the first one is *the* error. */
  readonly errors: ErrorBody[];
  readonly failedStep: CheckStep | null;
}

export interface CheckProgress {
  readonly step: CheckStep;
  readonly status: "running" | "passed" | "failed";
  /** Items of this step that are done, of `total`. */
  readonly done: number;
  readonly total: number;
}
