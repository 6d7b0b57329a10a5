import type { SubmissionSpec } from "@maskboard/contracts";
import type { CheckProgress, CheckReport } from "@maskboard/data/check";

/** What the page asks of the worker. */
export interface CheckRequest {
  file: File;
  spec: SubmissionSpec;
}

/** A small picture of a mask as it was understood, in the colours of the classes. */
export interface MaskThumb {
  stem: string;
  width: number;
  height: number;
  /** RGBA, row by row. */
  pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** What the worker tells while it checks; `model`, `report` or `failure` comes last. */
export type CheckMessage =
  | { kind: "progress"; progress: CheckProgress }
  | { kind: "thumb"; thumb: MaskThumb }
  /** A model: only the scorer can tell what it is worth. */
  | { kind: "model" }
  | { kind: "report"; report: CheckReport }
  | { kind: "failure"; message: string };
