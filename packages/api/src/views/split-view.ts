import type { SplitDetail, SplitOverview } from "@maskboard/contracts";
import {
  type ChallengeRow,
  countScored,
  type Db,
  findSplitVersion,
  listActivations,
  listAssignment,
  listRescores,
  listSplitVersions,
} from "@maskboard/db";
import type { Services } from "../services.ts";
import { splitBalance } from "../splits/balance.ts";
import { testImages } from "../splits/class-pixels.ts";
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
      const { id, version, dataset, datasetNote, replaced } = row;
      const { method, note, author, createdAt, images } = row;
      const batch = batches.find(
        (one) => one.row.splitVersionId === id && one.row.kind !== "rescore" && !one.row.dryRun,
      );
      return {
        ...{ id, version, dataset, datasetNote, replaced },
        ...{ method, note, author, createdAt, images },
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

/**
 * One version with its class balance.
 * @throws MaskboardError `not_found`; `wrong_state` when its data was replaced
 */
export async function splitDetail(
  services: Services,
  challenge: ChallengeRow,
  version: number,
): Promise<SplitDetail> {
  const { db } = services;
  const target = await findSplitVersion(db, challenge.id, version);
  const { versions, active } = await splitOverview(db, challenge);
  const images = await testImages(services, challenge, target);
  const sides = new Map(
    (await listAssignment(db, target.id)).map(({ imageId, split }) => [imageId, split]),
  );
  const ids = challenge.classes.map(({ id }) => id);
  return {
    ...versions.find(({ id }) => id === target.id)!,
    activeVersion: active,
    balance: splitBalance(ids, images, sides),
  };
}

const numberIn = (entry: Record<string, unknown> | null): number | null =>
  typeof entry?.version === "number" ? entry.version : null;
