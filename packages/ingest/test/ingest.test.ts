import { mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { importFindingsSchema } from "@maskboard/contracts";
import {
  encodeLabelPng,
  nodeCodec,
  openFileSource,
  readChallengeFolder,
  zipFolder,
} from "@maskboard/data";
import { openZip, readEntry } from "@maskboard/data/check";
import {
  activeDataset,
  beginFolderImport,
  beginImport,
  createQueue,
  editChallenge,
  finishImportUpload,
  getChallengeById,
  getImport,
  getScoringInput,
  listImages,
  type Queue,
  schema,
} from "@maskboard/db";
import { createTestDatabase, type TestDatabase } from "@maskboard/db/testing";
import { createStorage, type Storage } from "@maskboard/storage";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { importChallenge, importUploadedChallenge, renewKitTexts } from "../src/index.ts";
import { DRAWN_CLASSES, type DrawnChallenge, drawChallenge } from "../src/testing.ts";

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

const ADMIN = { id: "organizer", admin: true };

const auditOf = (challengeId: string) =>
  database.db
    .select()
    .from(schema.auditLog)
    .where(eq(schema.auditLog.challengeId, challengeId))
    .orderBy(schema.auditLog.id);

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
    for (const { maskSha256, imageHash } of train) {
      expect([maskSha256, imageHash]).toEqual([
        expect.stringMatching(/^[0-9a-f]{64}$/),
        expect.stringMatching(/^[0-9a-f]{16}$/),
      ]);
    }
    expect(active?.dataset.findings?.images).toEqual({ train: 2, public: 2, private: 2 });
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

describe("renewKitTexts", () => {
  it("tells in the kit what was edited, and leaves one kit", async () => {
    const folder = await readChallengeFolder(drawn.folder);
    const options = { db: database.db, storage, siteUrl };
    const { challengeId } = await importChallenge({
      ...{ ...options, folder, slug: "texts", organizerIds: [], publish: false },
    });
    const actor = { id: "organizer", name: "Olga", via: "web" as const };
    const classes = DRAWN_CLASSES.classes.map((entry) => ({ ...entry, name: `my ${entry.name}` }));
    const edit = { title: "Renamed", licence: "CC0", classMap: { ...DRAWN_CLASSES, classes } };
    await editChallenge(database.db, queue, { challengeId, actor, edit });
    const before = await keys();
    expect(await renewKitTexts(challengeId, options)).toBe(true);
    const { challenge } = await getChallengeById(database.db, challengeId, ADMIN);
    const { dataset } = (await activeDataset(database.db, challenge.activeSplitVersionId))!;
    expect(await keys()).toHaveLength(before.length);
    expect((await storage.stat(dataset.kitKey!))?.size).toBe(dataset.kitBytes);

    const unpacked = await mkdtemp(join(work, "kit-"));
    const local = await storage.toLocalFile(dataset.kitKey!, unpacked);
    const texts = new Map<string, string>();
    const source = await openFileSource(local);
    const limits = { maxBytes: 1e9, maxEntries: 99, maxEntryBytes: 1e8, maxTotalBytes: 1e9 };
    for (const entry of await openZip(source, limits)) {
      texts.set(entry.path, Buffer.from(await readEntry(source, entry, nodeCodec)).toString());
    }
    await source.close();
    expect(texts.size).toBe(3 + 2 * 2 + 4);
    expect(texts.get("README.md")).toContain("# Renamed");
    expect(texts.get("README.md")).toContain("`test_0000.png` for `test_0000.png`");
    expect(texts.get("README.md")).toContain("CC0");
    expect(JSON.parse(texts.get("classes.json")!)).toEqual({ ...DRAWN_CLASSES, classes });
    const { stem } = drawn.train[0]!;
    const mask = await readFile(join(drawn.folder, "train", "masks", `${stem}.png`));
    expect(texts.get(`train/masks/${stem}.png`)).toBe(mask.toString());
  });
});

describe("importUploadedChallenge", () => {
  async function upload(folder: string, slug: string, replace = false): Promise<string> {
    const file = join(work, `${slug}.zip`);
    await zipFolder(folder, file);
    const { size } = await stat(file);
    const row = await beginImport(database.db, {
      userId: "organizer",
      slug,
      title: "From a zip",
      filename: "shells.zip",
      bytes: size,
      replace,
    });
    const artifactKey = `imports/${row.id}.zip`;
    await storage.put(artifactKey, { file });
    await finishImportUpload(database.db, queue, row.id, { bytes: size, artifactKey });
    return row.id;
  }

  it("makes a draft of a zip, once, and removes the zip", async () => {
    const id = await upload(drawn.folder, "uploaded");
    const options = { db: database.db, storage, siteUrl };
    expect(await importUploadedChallenge(id, options)).toBe("done");
    expect(await importUploadedChallenge(id, options)).toBe("decided");
    const row = await getImport(database.db, id);
    expect(row).toMatchObject({ status: "done", challengeSlug: "uploaded", error: null });
    expect(row.report[0]).toContain("4 test images");
    expect(row.findings?.images).toEqual({ train: 2, public: 2, private: 2 });
    expect(row.findings?.pictures.map(({ file }) => file)).toEqual([
      ...["0000", "0001"].map((number) => `train/images/train_${number}.png`),
      ...["0000", "0001", "0002", "0003"].map((number) => `test/images/test_${number}.png`),
    ]);
    const pictures = await keys();
    expect(pictures.filter((key) => key.startsWith(`imports/${id}/pictures/`))).toHaveLength(6);
    expect(pictures).toHaveLength(6 * 3 + 2 + 1 + 6);
    const { challenge } = await getChallengeById(database.db, row.challengeId!, ADMIN);
    expect(challenge).toMatchObject({ status: "draft", title: "From a zip" });
    const entries = await auditOf(row.challengeId!);
    expect(entries).toMatchObject([
      {
        action: "challenge.create",
        actorName: "Olga",
        via: "web",
        subject: { name: "From a zip" },
      },
    ]);
  });

  it("says what is wrong with a data set, with pictures, and keeps nothing else of it", async () => {
    const broken = await drawChallenge(join(work, "broken"));
    await rm(join(broken.folder, "train", "masks", "train_0001.png"));
    const { stem, width, height, labels } = broken.test[2]!;
    const stray = encodeLabelPng(labels.with(5, 77), width, height);
    await writeFile(join(broken.folder, "test", "masks", `${stem}.png`), stray);
    const id = await upload(broken.folder, "broken");
    const options = { db: database.db, storage, siteUrl };
    expect(await importUploadedChallenge(id, options)).toBe("refused");
    const row = await getImport(database.db, id);
    expect(row).toMatchObject({ status: "failed", challengeId: null });
    expect(row.error).toMatchObject({
      code: "dataset_unpaired",
      details: { files: ["train/images/train_0001.png", "test/masks/test_0002.png"] },
    });
    const findings = importFindingsSchema.parse(row.findings);
    expect(findings.unpaired.items).toEqual([
      { file: "train/images/train_0001.png", missing: "mask" },
    ]);
    expect(findings.strayLabels.items).toMatchObject([{ label: 77, pixels: 1, x: 5, y: 0 }]);
    // What is at fault comes first, with its stray pixels in magenta.
    expect(findings.pictures[0]!.file).toBe("test/images/test_0002.png");
    expect(await keys()).toEqual(
      findings.pictures.map((_, index) => `imports/${id}/pictures/${index}.webp`),
    );
  });

  it("gives a draft other data and keeps what was written about it", async () => {
    const options = { db: database.db, storage, siteUrl };
    const first = await upload(drawn.folder, "mended");
    await importUploadedChallenge(first, options);
    const { challengeId } = await getImport(database.db, first);
    const text = { title: "Edited since", description: "With care" };
    await database.db
      .update(schema.challenge)
      .set(text)
      .where(eq(schema.challenge.id, challengeId!));

    const larger = await drawChallenge(join(work, "larger"), { train: 3 });
    const second = await upload(larger.folder, "mended", true);
    expect(await importUploadedChallenge(second, options)).toBe("done");
    expect(await getImport(database.db, second)).toMatchObject({ challengeId });
    const { challenge } = await getChallengeById(database.db, challengeId!, ADMIN);
    expect(challenge).toMatchObject(text);
    const active = await activeDataset(database.db, challenge.activeSplitVersionId);
    expect(active?.dataset).toMatchObject({ version: 2, findings: { images: { train: 3 } } });
    expect((await auditOf(challengeId!)).map(({ action }) => action)).toEqual([
      "challenge.create",
      "dataset.version",
    ]);

    // Once people see it, single masks are corrected instead.
    const third = await upload(drawn.folder, "mended", true);
    await database.db
      .update(schema.challenge)
      .set({ status: "published" })
      .where(eq(schema.challenge.id, challengeId!));
    expect(await importUploadedChallenge(third, options)).toBe("refused");
    expect((await getImport(database.db, third)).error?.code).toBe("wrong_state");
    await expect(upload(drawn.folder, "mended", true)).rejects.toMatchObject({
      code: "wrong_state",
    });
    await expect(upload(drawn.folder, "mended")).rejects.toMatchObject({ code: "slug_taken" });
  });

  it("imports a folder of the server, from below the import root only", async () => {
    const start = async (serverFolder: string, importRoot: string | null) => {
      const slug = `folder-${round++}`;
      const { id } = await beginFolderImport(database.db, queue, {
        ...{ userId: null, slug, title: null, serverFolder },
      });
      await importUploadedChallenge(id, { db: database.db, storage, siteUrl, importRoot });
      const { status, error } = await getImport(database.db, id);
      return error ? error.code : status;
    };
    await drawChallenge(join(work, "root", "inside"));
    await symlink(drawn.folder, join(work, "root", "link"));
    const root = join(work, "root");
    expect(await start("inside", root)).toBe("done");
    expect(await start("../shells", root)).toBe("bad_request");
    expect(await start(drawn.folder, root)).toBe("bad_request");
    expect(await start("link", root)).toBe("dataset_layout");
    expect(await start("nothing", root)).toBe("dataset_layout");
    expect(await start("inside", null)).toBe("bad_request");
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
