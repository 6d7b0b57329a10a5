import { randomUUID } from "node:crypto";
import { type Correction, MaskboardError } from "@maskboard/contracts";
import { makeOverlay, nodeCodec, sha256Of } from "@maskboard/data";
import { type DecodedMask, LabelSet, MaskDecoder } from "@maskboard/data/check";
import {
  type AuditActor,
  activeDataset,
  activeSplitVersion,
  type ChallengeRow,
  type ImageCorrection,
  listDatasetImages,
  saveDatasetVersion,
} from "@maskboard/db";
import { labelHistogram } from "@maskboard/metrics";
import type { Services } from "../services.ts";
import { classMapOf } from "../views/class-map.ts";
import { type MatchedCorrection, matchMasks } from "./match-masks.ts";
import { readSentMasks, type SentFile } from "./read-masks.ts";
import { renewKit } from "./renew-kit.ts";

type Checked = MatchedCorrection & { readonly mask: DecodedMask; readonly sha256: string };

/**
 * Makes a data set version in which some masks are replaced; nothing is active before its split
 * version is activated. Masks are checked as an import checks them: size of the image, known labels.
 *
 * @throws MaskboardError `mask_…`, `masks_…`, `zip_…`, `dataset_…`; `bad_request` when every mask
 *   is the one that is there already
 */
export async function correctMasks(
  services: Services,
  challenge: ChallengeRow,
  input: { files: readonly SentFile[]; note: string; actor: AuditActor },
): Promise<Correction> {
  const { db, storage } = services;
  const active = await activeSplitVersion(db, challenge);
  const images = await listDatasetImages(db, active.datasetVersionId);
  const sent = matchMasks(await readSentMasks(input.files), images);
  const checked = sent.map((mask) => check(mask, challenge));
  const changed: Checked[] = [];
  for (const one of checked) {
    const before = one.image.maskSha256 ?? sha256Of(await storage.read(one.image.maskKey));
    if (before !== one.sha256) changed.push(one);
  }
  if (changed.length === 0) {
    throw new MaskboardError(
      "bad_request",
      "Every one of these masks is already there: send masks that differ.",
    );
  }
  const base = `challenges/${challenge.id}/corrections/${randomUUID()}`;
  const train = changed.filter(({ image }) => image.role === "train");
  const corrections: ImageCorrection[] = [];
  for (const one of changed) corrections.push(await store(services, challenge, base, one));
  const dataset = (await activeDataset(db, challenge.activeSplitVersionId))!.dataset;
  const { kitKey: from, kitBytes } = dataset;
  const masks = new Map(train.map(({ image, png }) => [`train/masks/${image.stem}.png`, png]));
  const kit =
    from && train.length > 0
      ? await renewKit(storage, { from, to: `${base}/kit.zip` }, masks)
      : { kitKey: from, kitBytes };
  const made = await saveDatasetVersion(db, {
    challengeId: challenge.id,
    baseSplitVersionId: active.id,
    corrections,
    kit,
    classPixels: await trainPixels(services, challenge, dataset.classPixels, train),
    note: input.note,
    actor: input.actor,
  });
  const stems = (role: string) =>
    changed.filter(({ image }) => image.role === role).map(({ image }) => image.stem);
  return {
    dataset: made.dataset,
    splitVersion: made.splitVersion.version,
    test: stems("test"),
    train: stems("train"),
  };
}

function check(sent: MatchedCorrection, challenge: ChallengeRow): Checked {
  const { image, path, png } = sent;
  const classMap = classMapOf(challenge);
  const target = { file: path, width: image.width, height: image.height };
  const mask = new MaskDecoder(classMap, nodeCodec).decode(png, target);
  const unknown = new LabelSet(classMap).check(mask, path);
  if (unknown) throw new MaskboardError("dataset_stray_label", unknown.message, unknown.details);
  return { ...sent, mask, sha256: sha256Of(png) };
}

const pixelsOf = ({ labels }: DecodedMask, { classes }: ChallengeRow): number[] => {
  const histogram = labelHistogram(labels);
  return classes.map(({ id }) => histogram[id] ?? 0);
};

async function store(
  { storage }: Services,
  challenge: ChallengeRow,
  base: string,
  { image, png, mask, sha256 }: Checked,
): Promise<ImageCorrection> {
  const maskKey = `${base}/${image.role}/masks/${image.stem}.png`;
  await storage.put(maskKey, png, { contentType: "image/png" });
  let overlayKey = image.overlayKey;
  if (image.role === "train") {
    overlayKey = `${base}/overlays/${image.stem}.webp`;
    const picture = await storage.read(image.imageKey);
    const overlay = await makeOverlay(picture, mask, classMapOf(challenge));
    await storage.put(overlayKey, overlay, { contentType: "image/webp" });
  }
  const classPixels = pixelsOf(mask, challenge);
  return { id: image.id, maskKey, maskSha256: sha256, classPixels, overlayKey };
}

/** Training pixels of each class after the correction. */
async function trainPixels(
  { storage }: Services,
  challenge: ChallengeRow,
  before: { id: number; pixels: number }[],
  train: readonly Checked[],
): Promise<{ id: number; pixels: number }[]> {
  const pixels = new Map(before.map((entry) => [entry.id, entry.pixels]));
  for (const { image, mask } of train) {
    const classMap = classMapOf(challenge);
    const target = { file: image.stem, width: image.width, height: image.height };
    const decoder = new MaskDecoder(classMap, nodeCodec);
    const old = pixelsOf(decoder.decode(await storage.read(image.maskKey), target), challenge);
    const next = pixelsOf(mask, challenge);
    for (const [index, { id }] of challenge.classes.entries()) {
      pixels.set(id, (pixels.get(id) ?? 0) - old[index]! + next[index]!);
    }
  }
  return challenge.classes.map(({ id }) => ({ id, pixels: pixels.get(id) ?? 0 }));
}
