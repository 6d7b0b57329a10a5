export type { ModelConfig, ResolvedConfig } from "./config.ts";
export { ARCHITECTURES, createModel, planModel } from "./create.ts";
export type { Encoder, Normalization } from "./encoders/encoder.ts";
export { createEncoder, ENCODERS, type EncoderName } from "./encoders/registry.ts";
export { ModelError } from "./error.ts";
export type { Mode } from "./layers/norm.ts";
export { type Model, partOf } from "./model.ts";
export { type Parameter, type ParameterKind, Parameters } from "./parameters/store.ts";
