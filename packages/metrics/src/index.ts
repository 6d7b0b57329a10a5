export {
  type BootstrapOptions,
  bootstrapMeanIou,
  type Comparison,
  compareSubmissions,
  type Interval,
} from "./bootstrap.ts";
export {
  addBoundary,
  type BoundaryCounts,
  type BoundaryOptions,
  type BoundaryScores,
  boundaryDistance,
  boundaryScores,
  countBoundary,
  emptyBoundary,
} from "./boundary.ts";
export { type ClassIndex, createClassIndex } from "./class-index.ts";
export { type ClassScore, classScores } from "./class-scores.ts";
export {
  addMatrix,
  type ConfusionMatrix,
  emptyMatrix,
  presentIds,
  sumMatrices,
} from "./confusion-matrix.ts";
export { countConfusion } from "./count-confusion.ts";
export {
  addDepth,
  countDepth,
  type DepthRaster,
  type DepthScores,
  type DepthSums,
  depthScores,
  EMPTY_DEPTH,
} from "./depth.ts";
export { RasterSizeError, TruthLabelError } from "./errors.ts";
export { labelHistogram, type UnknownLabel, unknownLabels } from "./label-histogram.ts";
export type { LabelRaster } from "./label-raster.ts";
export { type OverallScores, overallScores } from "./overall-scores.ts";
export { type PackedLabels, packLabels, unpackLabels } from "./packed-labels.ts";
export { packedFromBytes, packedToBytes } from "./packed-labels-bytes.ts";
export { xoshiro128 } from "./random.ts";
export { type Ranked, type RankingRules, rankEntries, roundScore } from "./ranking.ts";
export { fromSparse, type SparseCounts, toSparse } from "./sparse-matrix.ts";
export { type SsimOptions, ssim } from "./ssim.ts";
export { type ImageMatrix, type Summary, summarize } from "./summarize.ts";
