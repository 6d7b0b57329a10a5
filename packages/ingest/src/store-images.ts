import type { ClassMap } from "@maskboard/contracts";
import {
  type ChallengeFolder,
  type ChallengeImage,
  makeOverlay,
  makeThumb,
  readMask,
} from "@maskboard/data";
import type { NewImage } from "@maskboard/db";
import type { Storage } from "@maskboard/storage";
import pLimit from "p-limit";

/** Images at a time: pictures are drawn in libvips' threads, files are written in Node's. */
const CONCURRENCY = 4;

const CONTENT_TYPES: Record<string, string> = {
  ".jpg": "image/jpeg",
  ".png": "image/png",
  ".webp": "image/webp",
};

interface Target {
  readonly storage: Storage;
  /** Beginning of all keys, without a slash at the end. */
  readonly base: string;
  readonly classMap: ClassMap;
}

/**
 * Writes images, masks and depth maps as they are, and a thumbnail of each; for training images
 * also one with the classes' colours over it.
 *
 * @returns the rows that describe them, in the order of the folder
 */
export async function storeImages(
  folder: ChallengeFolder,
  target: Omit<Target, "classMap">,
  options: { onDone: () => void; signal?: AbortSignal | undefined },
): Promise<NewImage[]> {
  const limit = pLimit(CONCURRENCY);
  const tasks = [
    ...folder.train.map((image) => ({ image, role: "train" as const })),
    ...folder.test.map((image) => ({ image, role: "test" as const, split: image.split })),
  ];
  const stored = await Promise.allSettled(
    tasks.map(({ image, ...row }) =>
      limit(async () => {
        options.signal?.throwIfAborted();
        const keys = await storeImage(image, row.role, { ...target, classMap: folder.classMap });
        options.onDone();
        return { ...row, ...keys };
      }).catch((error: unknown) => {
        limit.clearQueue();
        throw error;
      }),
    ),
  );
  // Nothing is being written any more when this throws, so that the caller can clean up.
  return stored.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}

async function storeImage(
  image: ChallengeImage,
  role: "train" | "test",
  { storage, base, classMap }: Target,
): Promise<NewImage> {
  const { stem, width, height, extension, maskSha256, classPixels, imageHash } = image;
  const imageKey = `${base}/${role}/images/${stem}${extension}`;
  const maskKey = `${base}/${role}/masks/${stem}.png`;
  const depthKey = image.depth && `${base}/${role}/depth/${stem}.png`;
  const thumbKey = `${base}/thumbs/${stem}.webp`;
  const overlayKey = role === "train" ? `${base}/overlays/${stem}.webp` : null;
  const png = { contentType: "image/png" };
  const webp = { contentType: "image/webp" };
  const contentType = CONTENT_TYPES[extension] ?? "application/octet-stream";
  await storage.put(imageKey, { file: image.image }, { contentType });
  await storage.put(maskKey, { file: image.mask }, png);
  if (image.depth && depthKey) await storage.put(depthKey, { file: image.depth }, png);
  await storage.put(thumbKey, await makeThumb(image.image), webp);
  if (overlayKey) {
    const mask = await readMask(image.mask, classMap);
    await storage.put(overlayKey, await makeOverlay(image.image, mask, classMap), webp);
  }
  const keys = { imageKey, maskKey, depthKey, thumbKey, overlayKey };
  return { role, stem, width, height, maskSha256, classPixels, imageHash, ...keys };
}
