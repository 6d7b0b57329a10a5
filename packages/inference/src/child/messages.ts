import type { LoadableModel } from "../artifact/files.ts";
import type { Fit, Size } from "../input-size.ts";
import type { ModelPlan } from "../plan.ts";

/** Scorer to model process: the runtime that will be needed, which nobody's time is spent on. */
export interface StartMessage {
  readonly kind: "start";
  readonly format: LoadableModel["format"];
}

/** The body is the model's parts, one after the other. */
export interface LoadMessage {
  readonly kind: "load";
  readonly format: LoadableModel["format"];
  /** Bytes of each part. */
  readonly parts: readonly number[];
  readonly plan: ModelPlan;
  readonly threads: number;
}

/** How one image goes in, and the size that its labels are wanted in. */
export interface ImageFrame extends Fit {
  readonly image: Size;
}

/** Images of one input size. The body is the RGB pixels of their contents, one after the other. */
export interface RunMessage {
  readonly kind: "run";
  readonly images: readonly ImageFrame[];
}

/** Why a model can't be used, as the model process sees it. */
export type ChildFault = "invalid" | "operator" | "shape" | "nan" | "memory" | "run";

/** Thrown within the model process; `text` is for the team. */
export class Fault extends Error {
  readonly fault: ChildFault;

  constructor(fault: ChildFault, text: string) {
    super(text);
    this.fault = fault;
  }
}
