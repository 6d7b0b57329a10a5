import { MaskboardError } from "@maskboard/contracts";
import {
  type Db,
  type Rescored,
  type RescoreRow,
  type ScoringInput,
  type SourceScore,
  type SubmissionRecord,
  sourceScores,
  storedMatrices,
} from "@maskboard/db";
import { StorageError } from "@maskboard/storage";
import { type Comparer, type Comparison, compare } from "../score/compare.ts";
import { deriveScore } from "../score/publish.ts";

interface Options extends Comparer {
  readonly db: Db;
  readonly signal: AbortSignal;
}

export interface RescoreOutcome {
  readonly results: Rescored[];
  /** What was read of submissions all of whose images were decoded. */
  readonly samples: { readonly submissionId: string; readonly labels: Uint8Array }[];
  /** Submissions whose stored file is refused now. */
  readonly failures: { readonly id: string; readonly error: string }[];
}

/**
 * Scores submissions against a split version without publishing anything. The matrices of earlier
 * scores are summed anew; images without one (their truth was replaced) are decoded from the stored
 * file. A `rescore` trusts no earlier score and decodes everything.
 *
 * @throws whatever may pass: storage or database out of reach, an abort
 */
export async function rescoreSubmissions(
  row: RescoreRow,
  submissions: readonly SubmissionRecord[],
  input: ScoringInput,
  { db, signal, ...comparer }: Options,
): Promise<RescoreOutcome> {
  const { datasetVersionId } = input;
  const sources = await sourceScores(
    db,
    submissions.map(({ id }) => id),
    { splitVersionId: row.splitVersionId, datasetVersionId },
  );
  const scoreIds = row.kind === "rescore" ? [] : [...sources.values()].map((s) => s.scoreId);
  const matrices = await storedMatrices(db, scoreIds, datasetVersionId);
  const outcome: RescoreOutcome = { results: [], samples: [], failures: [] };
  for (const submission of submissions) {
    signal.throwIfAborted();
    const source = sources.get(submission.id);
    const known = source && matrices.get(source.scoreId);
    const options = { ...(known ? { known } : {}), signal, onProgress: () => {} };
    const { images, errors, sample } = await compare(
      submission,
      row.splitVersionId,
      input,
      comparer,
      options,
    ).catch(unlessGone);
    const [error] = errors;
    if (error) {
      outcome.failures.push({ id: submission.id, error: error.message });
      continue;
    }
    if (sample) outcome.samples.push({ submissionId: submission.id, labels: sample });
    outcome.results.push({
      submissionId: submission.id,
      before: beforeOf(source),
      ...deriveScore(input, images),
    });
  }
  return outcome;
}

/** A file that is gone will not come back by trying again. */
function unlessGone(error: unknown): Pick<Comparison, "images" | "errors" | "sample"> {
  if (!(error instanceof StorageError) || error.code !== "not_found") throw error;
  const gone = new MaskboardError("not_found", "The uploaded file is not in the storage any more.");
  return { images: [], errors: [gone.toJSON()], sample: null };
}

const beforeOf = (source: SourceScore | undefined): Rescored["before"] => ({
  public: source?.meanIou ?? null,
  private: source?.privateMeanIou ?? null,
});
