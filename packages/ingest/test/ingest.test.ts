import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readChallengeFolder, zipFolder } from "@maskboard/data";
import {
  activeDataset,
  beginImport,
  createQueue,
  finishImportUpload,
  getImport,
  getScoringInput,
  listImages,
  type Queue,
  schema,
} from "@maskboard/db";
import { createTestDatabase, type TestDatabase } from "@maskboard/db/testing";
import { createStorage, type Storage } from "@maskboard/storage";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { importChallenge, importUploadedChallenge } from "../src/index.ts";
import { type DrawnChallenge, drawChallenge } from "../src/testing.ts";

let work: string;
let database: TestDatabase;
let queue: Queue;
let storage: Storage;
let drawn: DrawnChallenge;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), "ingest-"));
  database = await createTestDatabase();
  queue = await createQueue(database.url);
  await database.db
    .insert(schema.user)
    .values({ id: "organizer", name: "Olga", email: "olga@example.org" });
  drawn = await drawChallenge(join(work, "shells"));
});
afterAll(async () => {
  await queue.stop({ seconds: 0 });
  await database.drop();
  await rm(work, { recursive: true, force: true });
});

/** Each test has a storage of its own, so that it can tell what was left behind. */
let round = 0;
beforeEach(() => {
  storage = createStorage(pathToFileURL(join(work, `storage-${round++}`)).href);
});

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of storage.list("")) found.push(key);
  return found.sort();
}

const siteUrl = "https://masks.example.org";

describe("importChallenge", () => {
  it("stores every file and describes it in the database", async () => {
    const folder = await readChallengeFolder(drawn.folder);
    const steps: number[] = [];
    const { challengeId, report } = await importChallenge({
      db: database.db,
      storage,
      folder,
      siteUrl,
      slug: "shells",
      publish: true,
      organizerIds: ["organizer"],
      onProgress: ({ done, total }) => steps.push(done / total),
    });
    expect(report[0]).toBe("2 training images and 4 test images: 2 public, 2 private.");
    expect(steps).toHaveLength(7);
    expect(steps.at(-1)).toBe(1);

    const rows = await database.db.query.challenge.findMany();
    const row = rows.find(({ id }) => id === challengeId)!;
    expect(row).toMatchObject({
      slug: "shells",
      title: "Shells",
      status: "published",
      voidId: 255,
    });
    const active = await activeDataset(database.db, row.activeSplitVersionId);
    const base = `challenges/${challengeId}/v1`;
    expect(active?.dataset.kitKey).toBe(`${base}/kit.zip`);
    expect((await storage.stat(`${base}/kit.zip`))?.size).toBe(active?.dataset.kitBytes);
    const counted = [1, 4, 9].map((id) => ({
      id,
      pixels: drawn.train.flatMap(({ labels }) => [...labels]).filter((l) => l === id).length,
    }));
    expect(active?.dataset.classPixels).toEqual(counted);

    const input = await getScoringInput(database.db, row.activeSplitVersionId!);
    expect(input.images.map(({ stem, split }) => `${stem} ${split}`)).toEqual([
      "test_0000 public",
      "test_0001 public",
      "test_0002 private",
      "test_0003 private",
    ]);
    for (const { maskKey, stem } of input.images) {
      const original = await readFile(join(drawn.folder, "test", "masks", `${stem}.png`));
      expect(await storage.read(maskKey)).toEqual(original);
    }
    const train = await listImages(database.db, active!.dataset.id, "train");
    for (const { imageKey, thumbKey, overlayKey } of train) {
      expect((await storage.stat(imageKey))?.size).toBeGreaterThan(0);
      expect((await storage.read(thumbKey!)).toString("latin1", 8, 12)).toBe("WEBP");
      expect((await storage.read(overlayKey!)).toString("latin1", 8, 12)).toBe("WEBP");
    }
    const test = await listImages(database.db, active!.dataset.id, "test");
    expect(test.map(({ overlayKey }) => overlayKey)).toEqual([null, null, null, null]);
    // Images, masks and thumbnails of six, overlays of two, the kit.
    expect(await keys()).toHaveLength(6 * 3 + 2 + 1);
  });

  it("refuses a slug that is taken before it writes anything", async () => {
    const folder = await readChallengeFolder(drawn.folder);
    const options = { db: database.db, storage, folder, siteUrl, organizerIds: [], publish: false };
    await importChallenge({ ...options, slug: "twice" });
    const before = await keys();
    await expect(importChallenge({ ...options, slug: "twice" })).rejects.toMatchObject({
      code: "slug_taken",
    });
    expect(await keys()).toEqual(before);
  });

  it("leaves nothing behind when two imports race for a slug", async () => {
    const folder = await readChallengeFolder(drawn.folder);
    const options = { db: database.db, storage, folder, siteUrl, organizerIds: [], publish: false };
    const race = await Promise.allSettled(
      Array.from({ length: 3 }, () => importChallenge({ ...options, slug: "race" })),
    );
    const won = race.filter(({ status }) => status === "fulfilled");
    expect(won).toHaveLength(1);
    expect(await keys()).toHaveLength(6 * 3 + 2 + 1);
  });

  it("leaves nothing behind when it is cancelled on the way", async () => {
    const folder = await readChallengeFolder(drawn.folder);
    const cancel = new AbortController();
    const importing = importChallenge({
      db: database.db,
      storage,
      folder,
      siteUrl,
      slug: "cancelled",
      organizerIds: [],
      publish: false,
      signal: cancel.signal,
      onProgress: ({ done }) => {
        if (done === 3) cancel.abort(new Error("enough"));
      },
    });
    await expect(importing).rejects.toThrow("enough");
    expect(await keys()).toEqual([]);
  });

  it("needs a public test image", async () => {
    const { folder: path } = await drawChallenge(join(work, "hidden"));
    const rows = ["image,split", ...[0, 1, 2, 3].map((n) => `test_000${n},private`)];
    await writeFile(join(path, "test", "split.csv"), rows.join("\n"));
    const folder = await readChallengeFolder(path);
    const options = { db: database.db, storage, folder, siteUrl, organizerIds: [], publish: false };
    await expect(importChallenge({ ...options, slug: "hidden" })).rejects.toMatchObject({
      code: "dataset_split",
    });
  });
});

describe("importUploadedChallenge", () => {
  async function upload(folder: string, slug: string): Promise<string> {
    const file = join(work, `${slug}.zip`);
    await zipFolder(folder, file);
    const { size } = await stat(file);
    const row = await beginImport(database.db, {
      userId: "organizer",
      slug,
      title: "From a zip",
      filename: "shells.zip",
      bytes: size,
    });
    const artifactKey = `imports/${row.id}.zip`;
    await storage.put(artifactKey, { file });
    await finishImportUpload(database.db, queue, row.id, { bytes: size, artifactKey });
    return row.id;
  }

  it("makes a challenge of a zip, once, and removes the zip", async () => {
    const id = await upload(drawn.folder, "uploaded");
    const options = { db: database.db, storage, siteUrl };
    expect(await importUploadedChallenge(id, options)).toBe("done");
    expect(await importUploadedChallenge(id, options)).toBe("decided");
    const row = await getImport(database.db, id);
    expect(row).toMatchObject({ status: "done", challengeSlug: "uploaded", error: null });
    expect(row.report[0]).toContain("4 test images");
    expect(await keys()).toHaveLength(6 * 3 + 2 + 1);
  });

  it("says what is wrong with a data set, and keeps nothing of it", async () => {
    const broken = await drawChallenge(join(work, "broken"));
    await rm(join(broken.folder, "train", "masks", "train_0001.png"));
    const id = await upload(broken.folder, "broken");
    const options = { db: database.db, storage, siteUrl };
    expect(await importUploadedChallenge(id, options)).toBe("refused");
    const row = await getImport(database.db, id);
    expect(row).toMatchObject({ status: "failed", challengeId: null });
    expect(row.error).toMatchObject({
      code: "dataset_unpaired",
      details: { files: ["train/images/train_0001.png"] },
    });
    expect(await keys()).toEqual([]);
  });

  it("can be tried again after storage was out of reach", async () => {
    const id = await upload(drawn.folder, "again");
    const gone = createStorage("s3://bucket?endpoint=http://127.0.0.1:1", {
      accessKeyId: "a",
      secretAccessKey: "b",
    });
    const unreachable = importUploadedChallenge(id, { db: database.db, storage: gone, siteUrl });
    await expect(unreachable).rejects.toMatchObject({ code: "unavailable" });
    gone.close();
    expect((await getImport(database.db, id)).status).toBe("running");
    expect(await importUploadedChallenge(id, { db: database.db, storage, siteUrl })).toBe("done");
  });
});
