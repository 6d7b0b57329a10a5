import type { SplitNoise } from "@maskboard/contracts";
import {
  type ChallengeRow,
  type Db,
  publicBoardRows,
  type SplitVersionRow,
  sourceScores,
  storedMatrices,
} from "@maskboard/db";
import {
  bootstrapMeanIou,
  type ConfusionMatrix,
  compareSubmissions,
  fromSparse,
} from "@maskboard/metrics";

/** Teams whose best submissions tell how noisy a public score would be. */
const TEAMS = 6;
/** Images times resamples: keeps a preview well below a second. */
const MOST_DRAWS = 200_000;
const SEED = 1;

/**
 * What the public score of a proposed split would be worth, by bootstrap over its public images with
 * the stored matrices of the best teams' submissions.
 *
 * @param publicIds image ids of the public side
 * @returns `null` while nothing is scored, or for a single image
 */
export async function splitNoise(
  db: Db,
  challenge: ChallengeRow,
  active: SplitVersionRow,
  publicIds: ReadonlySet<string>,
): Promise<SplitNoise | null> {
  const rows = (await publicBoardRows(db, { ...challenge, phase: "public", frozenAt: null }))
    .sort((a, b) => b.meanIou - a.meanIou)
    .slice(0, TEAMS);
  if (rows.length === 0 || publicIds.size < 2) return null;
  const resamples = Math.max(50, Math.min(500, Math.floor(MOST_DRAWS / publicIds.size)));
  const options = { resamples, seed: SEED };
  const matrices = await matricesOf(
    db,
    rows.map((row) => row.submissionId),
    active,
    challenge,
  );
  const teams = rows.flatMap(({ team, submissionId }) => {
    const all = matrices.get(submissionId);
    const images = [...publicIds].flatMap((id) => all?.get(id) ?? []);
    if (images.length !== publicIds.size) return [];
    const interval = bootstrapMeanIou(images, options);
    return interval ? [{ team, images, interval }] : [];
  });
  teams.sort((a, b) => b.interval.estimate - a.interval.estimate);
  if (teams.length === 0) return null;
  return {
    resamples,
    teams: teams.map(({ team, images, interval }, index) => {
      const next = teams[index + 1];
      const ahead = next && compareSubmissions(images, next.images, options);
      return {
        team,
        meanIou: interval.estimate,
        plusMinus: (interval.upper - interval.lower) / 2,
        swap: ahead ? 1 - ahead.probability : null,
      };
    }),
  };
}

/** Matrices by submission and image. */
async function matricesOf(
  db: Db,
  submissionIds: readonly string[],
  { id: splitVersionId, datasetVersionId }: SplitVersionRow,
  { classes }: ChallengeRow,
): Promise<Map<string, Map<string, ConfusionMatrix>>> {
  const ids = classes.map(({ id }) => id);
  const sources = await sourceScores(db, submissionIds, { splitVersionId, datasetVersionId });
  const scoreIds = [...sources.values()].map(({ scoreId }) => scoreId);
  const stored = await storedMatrices(db, scoreIds, datasetVersionId);
  return new Map(
    [...sources].map(([submissionId, { scoreId }]) => [
      submissionId,
      new Map([...stored.get(scoreId)!].map(([image, sparse]) => [image, fromSparse(ids, sparse)])),
    ]),
  );
}
