import {
  type DatasetReport,
  limitsSchema,
  type Overview,
  type Settings,
} from "@maskboard/contracts";
import {
  activeDataset,
  type ChallengeRow,
  challengeCounts,
  challengeOverview,
  countSimilar,
  type Db,
  hasSubmissions,
  listDatasetVersions,
  listImages,
  listImports,
  listOrganizers,
  truthLabels,
} from "@maskboard/db";
import { importRow } from "./import-view.ts";
import { imagePath, maskPath } from "./paths.ts";

/** Imports that an overview tells about. */
const IMPORTS = 3;
/** Images of each role in the report of a data set version. */
const SAMPLES = 6;

export async function settingsView(db: Db, challenge: ChallengeRow): Promise<Settings> {
  const { id, slug, title, summary, description, licence, classes, voidId, rgbMasks } = challenge;
  const { limits, lanes, rounding, status, activeSplitVersionId } = challenge;
  return {
    ...{ slug, title, summary, description, licence, classes, rgbMasks, lanes, rounding, status },
    void: voidId,
    limits: limitsSchema.parse(limits),
    organizers: await listOrganizers(db, id),
    hasSubmissions: await hasSubmissions(db, id),
    labels: await truthLabels(db, activeSplitVersionId),
  };
}

export async function overviewView(db: Db, challenge: ChallengeRow): Promise<Overview> {
  const { id, activeSplitVersionId } = challenge;
  const active = await activeDataset(db, activeSplitVersionId);
  const imports = await listImports(db, IMPORTS, id);
  return {
    ...(await challengeCounts(db, id)),
    queue: await challengeOverview(db, id),
    similar: await countSimilar(db, id),
    datasetVersion: active?.dataset.version ?? null,
    splitVersion: active?.splitVersion ?? null,
    lookAlikes: active?.dataset.findings?.lookAlikes.total ?? 0,
    imports: imports.map(importRow),
  };
}

export async function datasetReports(db: Db, challenge: ChallengeRow): Promise<DatasetReport[]> {
  const versions = await listDatasetVersions(db, challenge.id);
  return Promise.all(
    versions.map(async ({ id, ...version }) => ({
      ...version,
      samples: [
        ...(await samplesOf(db, challenge, id, "train")),
        ...(await samplesOf(db, challenge, id, "test")),
      ],
    })),
  );
}

async function samplesOf(
  db: Db,
  challenge: ChallengeRow,
  datasetVersionId: string,
  role: "train" | "test",
): Promise<DatasetReport["samples"]> {
  const images = await listImages(db, datasetVersionId, role, SAMPLES);
  return images.map(({ id, stem, width, height, thumbKey }) => ({
    ...{ stem, role, width, height },
    image: imagePath(id, thumbKey ? "thumb" : "image"),
    mask: maskPath(id, challenge.classes),
  }));
}
