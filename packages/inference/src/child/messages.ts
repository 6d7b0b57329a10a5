import type { ModelPlan } from "../plan.ts";

/** Scorer to model process. The body is the model. */
export interface LoadMessage {
  readonly kind: "load";
  readonly plan: ModelPlan;
  readonly threads: number;
}

/** One image as RGB in the input's size, and the size that its labels are wanted in. */
export interface ImageFrame {
  readonly input: { readonly width: number; readonly height: number };
  readonly image: { readonly width: number; readonly height: number };
}

/** The body is the RGB pixels of all images, one after the other. */
export interface RunMessage {
  readonly kind: "run";
  readonly images: readonly ImageFrame[];
}

/** Why a model can't be used, as the model process sees it. */
export type ChildFault = "invalid" | "shape" | "nan" | "memory" | "run";

/** Thrown within the model process; `text` is for the team. */
export class Fault extends Error {
  readonly fault: ChildFault;

  constructor(fault: ChildFault, text: string) {
    super(text);
    this.fault = fault;
  }
}
