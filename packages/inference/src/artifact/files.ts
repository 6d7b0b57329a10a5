/** A model as it was uploaded, taken out of its zip but not looked into. */
export type ModelFiles =
  | { readonly format: "onnx"; readonly model: Uint8Array }
  | {
      readonly format: "tfjs";
      /** Text of `model.json`. */
      readonly json: Uint8Array;
      /** The files beside it by name, as far as they could be weights. */
      readonly weights: ReadonlyMap<string, Uint8Array>;
    };

/** What the model process gets: only what has been looked into. */
export interface LoadableModel {
  readonly format: "onnx" | "tfjs-graph" | "tfjs-layers";
  /** `onnx`: the model. Otherwise a JSON of the engine's own and the weights. */
  readonly parts: readonly Uint8Array[];
}
