/** Scoring: archives on a pool of threads, folders on this one, with the same decoder and counter. */
export {
  type ArchiveEvaluation,
  type ArchiveJob,
  evaluateArchive,
  type ImageCounts,
} from "./evaluate-archive.ts";
export {
  evaluateFolders,
  type FoldersEvaluation,
  type FoldersJob,
  type StrayLabel,
} from "./evaluate-folders.ts";
export { type PoolOptions, ScoringPool } from "./scoring-pool.ts";
export { buildTruthPack, type TruthImage } from "./truth-pack.ts";
