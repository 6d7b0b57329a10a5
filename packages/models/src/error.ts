/** What a model was asked for and can't do. The message says what to change. */
export class ModelError extends Error {
  override readonly name = "ModelError";
  readonly code: "config" | "input" | "weights" | "download";

  constructor(code: ModelError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
