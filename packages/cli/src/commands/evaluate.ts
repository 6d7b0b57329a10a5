import { type Evaluation, evaluationSchema } from "@maskboard/contracts";
import { evaluateFolders, type StrayLabel } from "@maskboard/scoring";
import { readClassFile } from "../local/class-file.ts";
import { needFolder } from "../local/paths.ts";
import { evaluationText } from "../output/evaluation.ts";
import { counted } from "../output/format.ts";
import type { Progress } from "../output/progress.ts";
import type { Report } from "../report.ts";
import type { Session } from "../session.ts";

export interface EvaluateOptions {
  readonly truth: string;
  readonly pred: string;
  readonly classes: string;
}

/** How many stray labels are named. */
const NAMED = 5;

function tellStrays(strays: readonly StrayLabel[], progress: Progress): void {
  for (const { file, label, x, y, count } of strays.slice(0, NAMED)) {
    progress.note(
      `${file} has label ${label}, which is no class, from x ${x}, y ${y} on (${counted(count, "pixel")}); counted as misses.`,
    );
  }
  if (strays.length > NAMED) progress.note(`… and ${strays.length - NAMED} more such labels.`);
}

/**
 * `maskboard evaluate`: local folders through the scorer's decoder, counter and formulas. Labels of
 * a prediction that are no class count as misses; in the truth they are refused.
 *
 * @throws UsageError for paths that are not there
 * @throws MaskboardError what `evaluateFolders` throws
 */
export async function evaluate(session: Session, options: EvaluateOptions): Promise<Report> {
  const { progress } = session;
  await needFolder(options.truth);
  await needFolder(options.pred);
  const classMap = await readClassFile(options.classes);
  const { summary, strays, notices } = await evaluateFolders({
    truthDir: options.truth,
    predDir: options.pred,
    classMap,
    onProgress: ({ done, total }) => progress.show("scoring", done, total, counted(total, "image")),
  });
  for (const notice of notices) progress.note(notice);
  tellStrays(strays, progress);
  const result: Evaluation = evaluationSchema.parse(summary);
  return { json: result, text: evaluationText(result) };
}
