/** An input or output; a dimension that is not fixed is `null`, an unknown rank has no `dims`. */
export interface ModelValue {
  readonly name: string;
  /** Another name under which a card may call it. */
  readonly alias?: string;
  /** ONNX' TensorProto.DataType: 1 float32, 2 uint8, 6 int32, 7 int64, 9 bool, 10 float16; 0 for what is no tensor. */
  readonly type: number;
  readonly dims: readonly (number | null)[] | null;
}

/** What a model says of itself, without having been run. */
export interface ModelSummary {
  /** For people: `ONNX with opset 17`. */
  readonly what: string;
  readonly format: "onnx" | "tfjs-graph" | "tfjs-layers";
  /** Numbers in the weights. */
  readonly parameters: number;
  /** What has to be fed: inputs that are no weights. */
  readonly input: ModelValue;
  readonly outputs: readonly ModelValue[];
}
