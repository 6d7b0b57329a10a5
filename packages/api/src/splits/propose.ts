import {
  MaskboardError,
  type SplitMethod,
  type SplitName,
  type SplitPreview,
  type SplitProposal,
} from "@maskboard/contracts";
import { parseSplit } from "@maskboard/data";
import {
  type AuditActor,
  activeSplitVersion,
  type ChallengeRow,
  saveSplitVersion,
} from "@maskboard/db";
import type { Services } from "../services.ts";
import { splitBalance } from "./balance.ts";
import { testImages } from "./class-pixels.ts";
import { splitNoise } from "./noise.ts";
import { randomSplit, stratifiedSplit } from "./stratify.ts";

type TestImage = Awaited<ReturnType<typeof testImages>>[number];

/**
 * Which side each test image of the current data set would be on.
 * @throws MaskboardError `dataset_split` for a CSV that does not name each image once, or a split
 *   that can't be scored
 */
async function propose(services: Services, challenge: ChallengeRow, proposal: SplitProposal) {
  const active = await activeSplitVersion(services.db, challenge);
  const images = await testImages(services, challenge, active);
  if (images.length < 2) {
    throw new MaskboardError("dataset_split", "A split needs at least 2 test images.");
  }
  const sides = sidesOf(images, proposal);
  const problem = unscorable(images, sides);
  if (problem) throw new MaskboardError("dataset_split", problem);
  return { active, images, sides };
}

function sidesOf(images: readonly TestImage[], proposal: SplitProposal): Map<string, SplitName> {
  if (proposal.kind === "random") {
    return randomSplit(
      images.map(({ id }) => id),
      proposal,
    );
  }
  if (proposal.kind === "stratified") return stratifiedSplit(images, proposal);
  const stems = images.map(({ stem }) => stem);
  const named = parseSplit(proposal.csv, stems, () => null, proposal.filename);
  return new Map(images.map(({ id, stem }) => [id, named.get(stem)!]));
}

/** Why nothing could be scored on a side, or `null`. */
function unscorable(
  images: readonly TestImage[],
  sides: ReadonlyMap<string, SplitName>,
): string | null {
  for (const side of ["public", "private"] as const) {
    const mine = images.filter(({ id }) => sides.get(id) === side);
    if (mine.length === 0) {
      if (side === "public") return "No test image is public, so no score could show.";
      continue;
    }
    if (mine.every(({ classPixels }) => classPixels.every((pixels) => pixels === 0))) {
      return `The truth of the ${side} images has no pixel of any class.`;
    }
  }
  return null;
}

/** What a proposal would look like; nothing is saved. */
export async function previewSplit(
  services: Services,
  challenge: ChallengeRow,
  proposal: SplitProposal,
): Promise<SplitPreview> {
  const { active, images, sides } = await propose(services, challenge, proposal);
  const ids = challenge.classes.map(({ id }) => id);
  const publicIds = new Set(
    images.filter(({ id }) => sides.get(id) === "public").map(({ id }) => id),
  );
  return {
    balance: splitBalance(ids, images, sides),
    noise: await splitNoise(services.db, challenge, active, publicIds),
    assignment: images.map(({ id, stem }) => ({ stem, split: sides.get(id)! })),
  };
}

/** Saves what `previewSplit` showed: a proposal with its seed always gives the same split. */
export async function saveSplit(
  services: Services,
  challenge: ChallengeRow,
  input: { proposal: SplitProposal; note: string; actor: AuditActor },
): Promise<{ id: string; version: number }> {
  const { proposal, note, actor } = input;
  const { active, sides } = await propose(services, challenge, proposal);
  return saveSplitVersion(services.db, {
    challengeId: challenge.id,
    datasetVersionId: active.datasetVersionId,
    method: methodOf(proposal),
    note,
    actor,
    assignment: [...sides].map(([imageId, split]) => ({ imageId, split })),
  });
}

function methodOf(proposal: SplitProposal): SplitMethod {
  if (proposal.kind === "csv") return { kind: "csv", filename: proposal.filename };
  return proposal;
}
