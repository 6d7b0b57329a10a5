import { randomUUID } from "node:crypto";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { limitsSchema, MaskboardError, slugSchema } from "@maskboard/contracts";
import { type ChallengeFolder, writeKit } from "@maskboard/data";
import {
  challengeExists,
  createChallenge,
  type Db,
  type Executor,
  type NewChallenge,
  nextDatasetVersion,
  replaceDraftData,
} from "@maskboard/db";
import type { Storage } from "@maskboard/storage";
import { storeImages } from "./store-images.ts";

export interface ImportOptions {
  readonly db: Db;
  readonly storage: Storage;
  readonly folder: ChallengeFolder;
  readonly slug: string;
  /** Wins over the title in `challenge.yaml`. */
  readonly title?: string | undefined;
  /** Users who may manage the challenge. */
  readonly organizerIds: readonly string[];
  /** Whether people see the challenge at once; otherwise it is a draft. */
  readonly publish: boolean;
  /** A draft that gets the folder's data and classes and keeps everything else. */
  readonly replaces?: string | null;
  /** Address of the site, for the README of the data kit. */
  readonly siteUrl: string;
  readonly onProgress?: (progress: { done: number; total: number }) => void;
  readonly signal?: AbortSignal;
  /** Further statements of the transaction that makes the challenge appear. */
  readonly within?: (tx: Executor, made: ImportedChallenge) => Promise<void>;
}

export interface ImportedChallenge {
  readonly challengeId: string;
  readonly title: string;
  /** What was made, as sentences for the person who imported. */
  readonly report: string[];
}

/**
 * Makes a challenge of a folder that was read and found valid: files into storage first, then all
 * rows in one transaction. When it fails, nothing of it stays behind.
 *
 * @throws MaskboardError `slug_taken`, `challenge_config`, `dataset_split`
 */
export async function importChallenge(options: ImportOptions): Promise<ImportedChallenge> {
  const { db, storage, folder, slug, replaces = null } = options;
  checkChallenge(options);
  if (!replaces && (await challengeExists(db, slug))) throw slugTaken(slug);
  const challengeId = replaces ?? randomUUID();
  const version = replaces ? await nextDatasetVersion(db, replaces) : 1;
  const report = describe(folder);
  // Others may replace the same draft's data at this moment: their files are not ours to remove.
  const own = replaces ? `-${randomUUID().slice(0, 8)}` : "";
  const base = `challenges/${challengeId}/v${version}${own}`;
  const total = folder.train.length + folder.test.length + 1;
  let done = 0;
  const onDone = (): void => options.onProgress?.({ done: ++done, total });
  try {
    const images = await storeImages(folder, { storage, base }, { onDone, signal: options.signal });
    const kit = await storeKit(options, `${base}/kit.zip`);
    onDone();
    options.signal?.throwIfAborted();
    const { findings, classMap } = folder;
    const dataset = { ...kit, findings, classPixels: trainPixels(folder) };
    return await db.transaction(async (tx) => {
      let title = titleOf(options);
      if (replaces) {
        const data = { version, dataset, images, classMap };
        ({ title } = await replaceDraftData(tx, replaces, data));
      } else {
        const challenge = challengeRow(options, challengeId);
        const organizers = [...options.organizerIds];
        await createChallenge(tx, { challenge, dataset, images, organizers });
      }
      const made = { challengeId, title, report };
      await options.within?.(tx, made);
      return made;
    });
  } catch (error) {
    await removeAll(storage, `${base}/`);
    throw error;
  }
}

const titleOf = ({ title, folder, slug }: ImportOptions): string =>
  title ?? folder.config.title ?? slug;

const slugTaken = (slug: string): MaskboardError =>
  new MaskboardError("slug_taken", `There is already a challenge "${slug}".`, { slug });

function checkChallenge({ slug, folder }: ImportOptions): void {
  const { startsAt, endsAt } = folder.config;
  if (!slugSchema.safeParse(slug).success) {
    throw new MaskboardError(
      "bad_request",
      `"${slug}" can't be part of an address; use lower-case letters, digits and dashes.`,
      { value: slug },
    );
  }
  if (startsAt && endsAt && startsAt >= endsAt) {
    throw new MaskboardError("challenge_config", "startsAt must be before endsAt.");
  }
  if (!folder.test.some(({ split }) => split === "public")) {
    throw new MaskboardError("dataset_split", "No test image is public, so no score could show.");
  }
}

function challengeRow(options: ImportOptions, id: string): NewChallenge["challenge"] {
  const { config, classMap } = options.folder;
  return {
    id,
    slug: options.slug,
    title: titleOf(options),
    summary: config.summary ?? "",
    description: config.description ?? "",
    licence: config.licence ?? "",
    classes: classMap.classes,
    voidId: classMap.void ?? null,
    rgbMasks: classMap.rgbMasks ?? false,
    limits: limitsSchema.parse(config.limits ?? {}),
    ...(config.lanes === undefined ? {} : { lanes: config.lanes }),
    ...(config.rounding === undefined ? {} : { rounding: config.rounding }),
    startsAt: config.startsAt ?? null,
    endsAt: config.endsAt ?? null,
    status: options.publish ? "published" : "draft",
  };
}

const trainPixels = ({
  classMap,
  classPixels,
}: ChallengeFolder): { id: number; pixels: number }[] =>
  classMap.classes.map(({ id }) => ({ id, pixels: classPixels.train[id] ?? 0 }));

async function storeKit(
  options: ImportOptions,
  kitKey: string,
): Promise<{ kitKey: string; kitBytes: number }> {
  const { storage, folder, slug, siteUrl } = options;
  const work = await mkdtemp(join(tmpdir(), "maskboard-kit-"));
  try {
    const file = join(work, "kit.zip");
    await writeKit(folder, { slug, title: titleOf(options), siteUrl }, file);
    const { size } = await stat(file);
    await storage.put(kitKey, { file, link: true }, { contentType: "application/zip" });
    return { kitKey, kitBytes: size };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function describe({ train, test, classMap, notices }: ChallengeFolder): string[] {
  const shown = test.filter(({ split }) => split === "public").length;
  return [
    `${train.length} training images and ${test.length} test images: ${shown} public, ${test.length - shown} private.`,
    `${classMap.classes.length} classes${classMap.void === undefined ? "" : `, label ${classMap.void} is void`}.`,
    ...notices,
  ];
}

/** Best effort: what can't be removed now is only a waste of space, the first error matters more. */
async function removeAll(storage: Storage, prefix: string): Promise<void> {
  try {
    for await (const { key } of storage.list(prefix)) await storage.delete(key);
  } catch {}
}
