export type { ModelConfig, ResolvedConfig } from "./config.ts";
export { ARCHITECTURES, createModel, planModel } from "./create.ts";
export type { Encoder, Normalization } from "./encoders/encoder.ts";
export { createEncoder, ENCODERS, type EncoderName } from "./encoders/registry.ts";
export { ModelError } from "./error.ts";
export { type Mode, normalizeBatch } from "./layers/norm.ts";
export type { Model, Outputs } from "./model.ts";
export { type Parameter, type ParameterKind, Parameters } from "./parameters/store.ts";
export { MODEL_PARTS, type ModelPart, partOf, stageOf } from "./parts.ts";
export type { NamedArray } from "./weights/array.ts";
export { fromKerasResnet50 } from "./weights/keras.ts";
export {
  fastaiUnet,
  huggingFaceSegformer,
  publishedEncoder,
  segmentationModels,
  torchvisionSegmentation,
} from "./weights/names.ts";
export { type PretrainedFile, pretrainedFile } from "./weights/pretrained.ts";
export {
  type LoadOptions,
  type LoadReport,
  loadEncoder,
  loadState,
  type NameMap,
  stateDict,
} from "./weights/state.ts";
