import type { SplitOverview } from "@maskboard/contracts";
import {
  type ChallengeRow,
  countScored,
  type Db,
  listActivations,
  listRescores,
  listSplitVersions,
} from "@maskboard/db";
import { rescoreView } from "./rescore-view.ts";

/** All split versions of a challenge with how far they are scored, and who activated what. */
export async function splitOverview(db: Db, challenge: ChallengeRow): Promise<SplitOverview> {
  const rows = await listSplitVersions(db, challenge.id);
  const submissions = await countScored(db, challenge.id);
  const batches = await listRescores(db, challenge.id);
  const activations = await listActivations(db, challenge.id);
  const active = rows.find(({ id }) => id === challenge.activeSplitVersionId);
  return {
    active: active?.version ?? 0,
    versions: rows.map((row) => {
      const { id, version, dataset, datasetNote, method, note, author, createdAt, images } = row;
      const batch = batches.find(
        (one) => one.row.splitVersionId === id && one.row.kind !== "rescore" && !one.row.dryRun,
      );
      return {
        ...{ id, version, dataset, datasetNote, method, note, author, createdAt, images },
        ...{ active: row === active, submissions, scored: row.scored },
        rescore: batch ? rescoreView(challenge.slug, batch) : null,
      };
    }),
    activations: activations.map(({ at, by, before, after, reason }) => ({
      at,
      by,
      reason,
      from: numberIn(before),
      to: numberIn(after) ?? 0,
    })),
  };
}

const numberIn = (entry: Record<string, unknown> | null): number | null =>
  typeof entry?.version === "number" ? entry.version : null;
