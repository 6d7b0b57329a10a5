import {
  engine,
  type GradConfig,
  getGradient,
  type NamedAttrMap,
  type Tensor,
} from "@tensorflow/tfjs-core";

type Derivatives = Record<string, () => Tensor>;

/** What tfjs-core calls with the slope of the result: the slope of each input, by its name. */
export type Derive<A> = (dy: Tensor, saved: Tensor[], attrs: A) => Derivatives;

/** A gradient as tfjs-core registers it, with the attributes' type. */
export function gradient<A = object>(
  kernelName: string,
  saved: Pick<GradConfig, "inputsToSave" | "outputsToSave">,
  derive: Derive<A>,
): GradConfig {
  const gradFunc = (dy: Tensor | Tensor[], values: Tensor[], attrs: NamedAttrMap) =>
    derive(dy as Tensor, values, attrs as A);
  return { kernelName, ...saved, gradFunc };
}

/** Replaces tfjs-core's gradient where `derive` gives one; null keeps the original. */
export function revised<A = object>(
  kernelName: string,
  derive: (...args: Parameters<Derive<A>>) => Derivatives | null,
): GradConfig {
  const original = getGradient(kernelName);
  return {
    ...original,
    gradFunc: (dy, saved, attrs) =>
      derive(dy as Tensor, saved, attrs as A) ?? original.gradFunc(dy, saved, attrs),
  };
}

/** Whether the current backend is one of ours, whose kernels take attributes that others ignore. */
export const onOurs = (): boolean => engine().backendName.startsWith("onnx");
