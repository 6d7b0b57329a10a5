import type { SubmissionSpec } from "@maskboard/contracts";
import { type CheckOptions, checkSubmission } from "./check/check-submission.ts";
import type { CheckReport } from "./check/report.ts";
import { openFileSource } from "./file-source.ts";
import { nodeCodec } from "./node-codec.ts";

/** `checkSubmission` for a file on disk; an archive of any size is read piecewise. */
export async function checkFile(
  path: string,
  spec: SubmissionSpec,
  options: Omit<CheckOptions, "codec"> = {},
): Promise<CheckReport> {
  const source = await openFileSource(path);
  try {
    return await checkSubmission(source, spec, { ...options, codec: nodeCodec });
  } finally {
    await source.close();
  }
}
