import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { limitsSchema } from "@maskboard/contracts";
import { encodeLabelPng, writeZip } from "@maskboard/data";
import {
  beginUpload,
  createChallenge,
  createTeam,
  type Db,
  finishUpload,
  type Queue,
  schema,
} from "@maskboard/db";
import type { Storage } from "@maskboard/storage";

export interface Masks {
  readonly images: number;
  readonly width: number;
  readonly height: number;
  /** Share of predicted pixels that are noise: it makes the zip large. */
  readonly noise: number;
}

const USER = { id: "bench", name: "Bench", email: "bench@example.org" };
const CLASSES = ["ground", "shell", "feeler"].map((name, id) => ({ id, name, color: "#335577" }));
const stems = ({ images }: Masks) => Array.from({ length: images }, (_, n) => `image_${n}`);

/** Halves of a disc on a ground, with noise of the Park-Miller generator. */
function draw({ width, height }: Masks, noise: number): Uint8Array {
  let random = 42;
  return Uint8Array.from({ length: width * height }, (_, at) => {
    random = (random * 48_271) % 2_147_483_647;
    if (random / 2_147_483_647 < noise) return random % 3;
    const [x, y] = [(at % width) - width / 2, Math.floor(at / width) - height / 2];
    return Math.hypot(x, y) > height / 3 ? 0 : x < 0 ? 1 : 2;
  });
}

/** A challenge whose test images share one true mask: what is measured does not depend on it. */
export async function seedChallenge(db: Db, storage: Storage, masks: Masks): Promise<string> {
  const { width, height } = masks;
  const [challengeId, slug] = [randomUUID(), `bench-${masks.images}`];
  const maskKey = `challenges/${challengeId}/mask.png`;
  await storage.put(maskKey, encodeLabelPng(draw(masks, 0), width, height));
  await db.insert(schema.user).values(USER).onConflictDoNothing();
  await createChallenge(db, {
    challenge: {
      id: challengeId,
      slug,
      title: slug,
      classes: CLASSES,
      status: "published",
      limits: limitsSchema.parse({ perDay: 1_000 }),
    },
    dataset: {},
    images: stems(masks).map((stem, n) => ({
      stem,
      width,
      height,
      maskKey,
      imageKey: maskKey,
      role: "test" as const,
      split: n % 2 === 0 ? ("public" as const) : ("private" as const),
    })),
  });
  await createTeam(db, { challengeId, userId: USER.id, name: "Bench" });
  return slug;
}

/** Writes a submission's zip. @returns its size in bytes and its SHA-256 */
export async function makeZip(folder: string, masks: Masks, seedOfNoise: number) {
  const png = join(folder, "mask.png");
  await writeFile(
    png,
    encodeLabelPng(draw(masks, masks.noise + seedOfNoise), masks.width, masks.height),
  );
  const file = join(folder, "masks.zip");
  await writeZip(
    file,
    stems(masks).map((stem) => ({ path: `${stem}.png`, file: png })),
  );
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return { file, bytes: (await stat(file)).size, sha256: hash.digest("hex") };
}

/** Uploads the zip to the point where its job is in the queue. */
export async function submit(
  services: { db: Db; queue: Queue; storage: Storage },
  slug: string,
  zip: { file: string; bytes: number; sha256: string },
): Promise<string> {
  const { db, queue, storage } = services;
  const { bytes, sha256 } = zip;
  const { submissionId } = await beginUpload(db, {
    slug,
    actor: { id: USER.id, admin: false },
    lane: "masks",
    filename: "masks.zip",
    bytes,
  });
  const artifactKey = `submissions/${submissionId}/${sha256}.zip`;
  await storage.put(artifactKey, { file: zip.file });
  await finishUpload(db, queue, submissionId, { sha256, bytes, artifactKey });
  return submissionId;
}
