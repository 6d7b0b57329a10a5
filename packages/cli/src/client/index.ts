export { type ClientOptions, createClient, type MaskboardClient } from "./client.ts";
export { createApiKey } from "./sign-in.ts";
export {
  type ChallengeUpload,
  type SubmissionUpload,
  uploadChallenge,
  uploadSubmission,
} from "./upload.ts";
export { type WaitOptions, waitForSubmission } from "./wait.ts";
