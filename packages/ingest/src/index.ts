export {
  type ImportedChallenge,
  type ImportOptions,
  importChallenge,
} from "./import-challenge.ts";
export {
  type ImportOutcome,
  importUploadedChallenge,
  type UploadedImportOptions,
} from "./import-uploaded.ts";
export { renewKitTexts } from "./renew-kit-texts.ts";
