import { CHECK_STEPS, type CheckStep, type SubmissionSpec } from "@maskboard/contracts";
import { checkFile } from "@maskboard/data";
import type { CheckReport } from "@maskboard/data/check";
import { counted } from "../output/format.ts";
import type { Progress } from "../output/progress.ts";
import { errorTone, okTone, quiet } from "../output/style.ts";
import { needFile } from "./paths.ts";

const MEANING: Record<CheckStep, string> = {
  archive: "a sound zip",
  names: "one mask for each test image",
  format: "PNG masks of the right size",
  labels: "only labels of the challenge",
};

/**
 * The upload's checks on a local file, with each step shown on stderr.
 *
 * @throws UsageError when there is no such file
 */
export async function showChecks(
  file: string,
  spec: SubmissionSpec,
  progress: Progress,
): Promise<CheckReport> {
  await needFile(file);
  const report = await checkFile(file, spec, {
    onProgress({ step, status, done, total }) {
      if (status === "running") {
        if (total > 1) progress.show(step, done, total, counted(total, "mask"));
      } else if (status === "passed") {
        progress.say(`${okTone("✓")} ${step.padEnd(8)} ${quiet(MEANING[step])}`);
      } else {
        progress.say(`${errorTone("✗")} ${step.padEnd(8)} ${quiet(MEANING[step])}`);
      }
    },
  });
  if (report.failedStep !== null) {
    const later = CHECK_STEPS.slice(CHECK_STEPS.indexOf(report.failedStep) + 1);
    for (const step of later) progress.note(`- ${step.padEnd(8)} not reached`);
    // The first error is the command's; the others are told here.
    for (const error of report.errors.slice(1)) {
      progress.say(`${errorTone("also")} ${error.message}`);
    }
  }
  return report;
}
