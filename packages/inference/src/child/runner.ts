/** What a model put out. */
export interface Output {
  readonly data: ArrayLike<number | bigint>;
  /** ONNX Runtime's name of the element type; float16 as bit patterns. */
  readonly type: string;
  readonly dims: readonly number[];
  /** Order of the axes, should it be logits. */
  readonly layout: "NCHW" | "NHWC";
}

/** A model that has been loaded. */
export interface Runner {
  /**
   * @param data one value for each of `dims`, float16 as bit patterns
   * @throws Error with the runtime's message
   */
  run(data: ArrayLike<number>, dims: readonly number[]): Promise<Output>;
}
