/** Images and masks in Node: decoding, encoding, challenge folders, data kits. */
export { checkFile } from "./check-file.ts";
export { fileSha256, sha256Of } from "./file-sha256.ts";
export { type FileSource, openFileSource } from "./file-source.ts";
export { classMapOf, parseConfig } from "./folder/config.ts";
export { type PairRule, parsePairRule } from "./folder/pairing.ts";
export { throwProblems } from "./folder/problems.ts";
export { inspectChallengeArchive } from "./folder/read-challenge-archive.ts";
export { inspectChallengeFolder, readChallengeFolder } from "./folder/read-challenge-folder.ts";
export { serverFolderPath } from "./folder/server-folder.ts";
export { parseSplit } from "./folder/split.ts";
export type {
  ChallengeFolder,
  ChallengeImage,
  ChallengeInspection,
  ClassPixels,
  ReadOptions,
  TestImage,
} from "./folder/types.ts";
export { colorize, makeOverlay, makeThumb } from "./images/pictures.ts";
export { decodeMaskBytes, readMask } from "./images/read-mask.ts";
export { type RgbPixels, readRgb } from "./images/read-rgb.ts";
export { type KitContext, type KitFacts, kitTexts } from "./kit/readme.ts";
export { rewriteZip } from "./kit/rewrite-zip.ts";
export { sampleSubmission, writeKit } from "./kit/write-kit.ts";
export { perceptualHash } from "./look-alikes/perceptual-hash.ts";
export { nodeCodec } from "./node-codec.ts";
export { type EncodeOptions, encodeLabelPng } from "./png-encode.ts";
export { readSubmissionMask } from "./read-submission-mask.ts";
export { zipFolder } from "./zip-folder.ts";
export { writeZip, type ZipItem, zipToBuffer } from "./zip-write.ts";
