import { basename } from "node:path";
import { type Lane, MaskboardError, type SubmissionSpec } from "@maskboard/contracts";
import { openFileSource } from "@maskboard/data";
import { laneOf } from "@maskboard/data/check";
import type { Progress } from "../output/progress.ts";
import { okTone, quiet } from "../output/style.ts";
import { needFile } from "./paths.ts";
import { showChecks } from "./show-checks.ts";

export interface CheckedUpload {
  readonly lane: Lane;
  /** Masks that were understood; none in a model. */
  readonly images: number;
  readonly notices: readonly string[];
}

/**
 * All that can be said of a file before it is sent: the checks of masks, or what a model's own bytes
 * and card tell. A model is not run here.
 *
 * @throws MaskboardError the first thing that is wrong; UsageError when there is no such file
 */
export async function checkUpload(
  file: string,
  spec: SubmissionSpec,
  progress: Progress,
): Promise<CheckedUpload> {
  await needFile(file);
  const source = await openFileSource(file);
  const lane = await laneOf(basename(file), source).finally(() => source.close());
  if (lane === "masks") {
    const { errors, images, notices } = await showChecks(file, spec, progress);
    const [first] = errors;
    if (first) throw new MaskboardError(first.code, first.message, first.details);
    return { lane, images, notices };
  }
  const inference = await import("@maskboard/inference");
  const { files, card } = await inference.readModelArtifact(file, spec.maxArtifactBytes);
  const { summary } = inference.inspectModel(files);
  const plan = inference.planModel(summary, card, spec.classMap);
  progress.say(`${okTone("✓")} ${"model".padEnd(8)} ${quiet("only what may be run")}`);
  return { lane, images: 0, notices: [inference.describePlan(summary, plan)] };
}
