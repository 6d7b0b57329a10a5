import { encodeLabelPng, nodeCodec, zipToBuffer } from "@maskboard/data";
import { blobSource, openZip, readEntry } from "@maskboard/data/check";
import { activateSplit, listDatasetImages, replaceDraftData, SYSTEM, schema } from "@maskboard/db";
import {
  createTestChallenge,
  createTestTeam,
  createUser,
  submitScored,
} from "@maskboard/db/testing";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { handleCorrection } from "../corrections/handle-correction.ts";
import { createCaller } from "../routers/index.ts";
import { createTestApi, signUp, type TestApi } from "../testing/index.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

const PNG = { contentType: "image/png" };
/** 4 x 4 pixels: the upper rows of class 1, the others of class 2. */
const mask = (rows: number) =>
  encodeLabelPng(
    Uint8Array.from({ length: 16 }, (_, at) => (at < 4 * rows ? 1 : 2)),
    4,
    4,
  );

async function unzip(bytes: Uint8Array): Promise<Record<string, string>> {
  const source = blobSource(new Blob([Buffer.from(bytes)]));
  const limit = 1_000_000;
  const limits = { maxBytes: limit, maxEntries: 10, maxEntryBytes: limit, maxTotalBytes: limit };
  const files: Record<string, string> = {};
  for (const entry of await openZip(source, limits)) {
    const data = await readEntry(source, entry, nodeCodec);
    files[entry.path] = Buffer.from(data).toString("base64");
  }
  return files;
}

/** A challenge whose masks lie in the storage, with an organizer and two scored teams. */
async function setUp() {
  const { db, queue, storage } = api.services;
  const organizer = await signUp(api.services, "olga");
  const challenge = await createTestChallenge(db, {}, [organizer.id]);
  const images = await listDatasetImages(db, challenge.datasetVersionId);
  for (const { imageKey, maskKey } of images) {
    await storage.put(imageKey, mask(2), PNG);
    await storage.put(maskKey, mask(2), PNG);
  }
  const kitKey = `challenges/${challenge.challengeId}/v1/kit.zip`;
  const kit = await zipToBuffer([
    { path: "README.md", data: Buffer.from("Read me") },
    { path: "train/masks/a.png", data: mask(2) },
    { path: "train/masks/b.png", data: mask(2) },
  ]);
  await storage.put(kitKey, kit);
  await db
    .update(schema.datasetVersion)
    .set({ kitKey, kitBytes: kit.length })
    .where(eq(schema.datasetVersion.id, challenge.datasetVersionId));
  const first = await createTestTeam(db, challenge.challengeId, "first");
  const second = await createTestTeam(db, challenge.challengeId, "second");
  await submitScored(db, queue, challenge, first.captain, 0.8, { privateMeanIou: 0.3 });
  await submitScored(db, queue, challenge, second.captain, 0.6, { privateMeanIou: 0.7 });
  const viewer = { ...organizer, email: organizer.email };
  const caller = createCaller({ services: api.services, viewer });
  const post = (files: [name: string, bytes: Uint8Array][], key = organizer.apiKey) => {
    const form = new FormData();
    for (const [name, bytes] of files) form.append("files", new File([Buffer.from(bytes)], name));
    form.append("note", "drawn anew");
    const url = `http://localhost/api/challenges/${challenge.slug}/masks`;
    const probe = new Request(url, { method: "POST", body: form });
    const headers = new Headers(probe.headers);
    headers.set("x-api-key", key);
    headers.set("content-length", "1000");
    const request = new Request(url, {
      method: "POST",
      body: probe.body,
      headers,
      duplex: "half",
    } as RequestInit);
    return handleCorrection(request, { slug: challenge.slug }, api.services);
  };
  return { db, challenge, caller, slug: challenge.slug, post, organizer };
}

describe("a proposal", () => {
  test("is shown with balance and noise, is saved as shown, and never changes", async () => {
    const { db, caller, slug, challenge } = await setUp();
    const proposal = { kind: "stratified", publicShare: 0.25, seed: 5 } as const;
    const preview = await caller.split.preview({ slug, proposal });
    expect(preview.balance.images).toEqual({ public: 1, private: 3 });
    expect(preview.balance.classes[0]).toMatchObject({ id: 1, public: { share: 0.5, images: 1 } });
    const { version } = await caller.split.save({ slug, proposal, note: "fewer public" });
    expect(version).toBe(2);
    const { versions, active } = await caller.split.overview({ slug });
    expect(active).toBe(1);
    expect(versions[0]).toMatchObject({
      version: 2,
      method: proposal,
      note: "fewer public",
      author: "olga",
      images: { public: 1, private: 3 },
      scored: 0,
      submissions: 2,
    });
    const saved = await db
      .select()
      .from(schema.splitAssignment)
      .where(eq(schema.splitAssignment.splitVersionId, versions[0]!.id));
    const shown = preview.assignment.filter(({ split }) => split === "public");
    expect(saved.filter(({ split }) => split === "public").map(({ imageId }) => imageId)).toEqual(
      shown.map(({ stem }) => challenge.images[stem]),
    );
    await expect(db.update(schema.splitAssignment).set({ split: "public" })).rejects.toMatchObject({
      cause: { message: expect.stringContaining("never changes") },
    });
  });

  test("tells how noisy the public score would be", async () => {
    const { caller, slug } = await setUp();
    const csv = "image,split\nc,public\nd,public\ne,public\nf,private\n";
    const proposal = { kind: "csv", filename: "mine.csv", csv } as const;
    const { noise } = await caller.split.preview({ slug, proposal });
    expect(noise!.teams.map(({ team }) => team).sort()).toEqual(["first", "second"]);
    expect(noise!.teams[0]!.swap).toBeGreaterThanOrEqual(0);
    expect(noise!.teams[1]!.swap).toBeNull();
  });

  test.each([
    ["leaves an image out", "image,split\nc,public\n", "mine.csv: 3 test images are not in it"],
    ["names a stranger", "image,split\nz,public\n", "mine.csv: line 2 names 'z'"],
    ["has no public image", "image,split\nc,private\nd,private\ne,private\nf,private\n", "public"],
  ])("is refused when it %s", async (_, csv, message) => {
    const { caller, slug } = await setUp();
    const proposal = { kind: "csv", filename: "mine.csv", csv } as const;
    await expect(caller.split.preview({ slug, proposal })).rejects.toMatchObject({
      message: expect.stringContaining(message),
      cause: { code: "dataset_split" },
    });
  });
});

test("activating tells what is missing, is in the audit log, and minds who was faster", async () => {
  const { db, caller, slug, challenge } = await setUp();
  const proposal = { kind: "random", publicShare: 0.5, seed: 1 } as const;
  await caller.split.save({ slug, proposal });
  await caller.split.save({ slug, proposal });
  const difference = await caller.split.difference({ slug, version: 2 });
  expect(difference).toMatchObject({ submissions: 2, scored: 0 });
  expect(difference.public).toHaveLength(2);
  expect(difference.public[0]!.after).toBeNull();
  const first = await caller.split.activate({ slug, version: 2, expected: 1, reason: "fairer" });
  expect(first).toMatchObject({ activated: true, version: 2, missing: 2 });
  await expect(caller.split.activate({ slug, version: 3, expected: 1 })).rejects.toMatchObject({
    cause: { code: "conflict" },
  });
  expect((await caller.split.overview({ slug })).activations).toMatchObject([
    { by: "olga", from: 1, to: 2, reason: "fairer" },
  ]);
  const logged = await db
    .select({ action: schema.auditLog.action })
    .from(schema.auditLog)
    .where(eq(schema.auditLog.challengeId, challenge.challengeId));
  expect(logged.map(({ action }) => action)).toEqual(
    expect.arrayContaining(["split.save", "split.activate"]),
  );
  const [batch] = await caller.rescore.list({ slug });
  expect(batch).toMatchObject({ kind: "activate", total: 2, done: 0, state: "running" });
  await expect(caller.rescore.cancel({ slug, rescoreId: batch!.id })).rejects.toMatchObject({
    cause: { code: "wrong_state" },
  });
});

test("of two activations at once each is whole, and the last one stands", async () => {
  const { caller, slug } = await setUp();
  const proposal = { kind: "random", publicShare: 0.5, seed: 1 } as const;
  await caller.split.save({ slug, proposal });
  await caller.split.save({ slug, proposal });
  const results = await Promise.allSettled(
    [2, 3].map((version) => caller.split.activate({ slug, version, expected: 1 })),
  );
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const both = await Promise.all([2, 3].map((version) => caller.split.activate({ slug, version })));
  const { active, activations } = await caller.split.overview({ slug });
  expect(activations).toHaveLength(1 + both.filter(({ activated }) => activated).length);
  expect(activations[0]!.to).toBe(active);
});

test("a batch can be stopped; a dry run of nothing changed says so", async () => {
  const { caller, slug } = await setUp();
  const { rescoreId, submissions } = await caller.rescore.start({ slug, team: "FIRST" });
  expect(submissions).toBe(1);
  await caller.rescore.cancel({ slug, rescoreId });
  expect(await caller.rescore.byId({ slug, rescoreId })).toMatchObject({
    scope: "team first",
    state: "cancelled",
    changes: [],
  });
  await expect(caller.rescore.start({ slug, team: "nobody" })).rejects.toMatchObject({
    cause: { code: "not_found" },
  });
  const other = await setUp();
  await expect(other.caller.rescore.byId({ slug: other.slug, rescoreId })).rejects.toMatchObject({
    cause: { code: "not_found" },
  });
});

describe("corrected masks", () => {
  test("make a data version that shares all other files, with the same assignment", async () => {
    const { db, caller, slug, post, challenge } = await setUp();
    const zip = await zipToBuffer([
      { path: "fixed/e.png", data: mask(1) },
      { path: "fixed/a.png", data: mask(3) },
      { path: "__MACOSX/._e.png", data: Buffer.from("x") },
    ]);
    const response = await post([
      ["fixed.zip", zip],
      ["c.png", mask(2)],
    ]);
    expect(await response.json()).toEqual({
      dataset: 2,
      splitVersion: 2,
      // The mask of c is the one that was there.
      test: ["e"],
      train: ["a"],
    });
    const detail = await caller.split.byVersion({ slug, version: 2 });
    expect(detail).toMatchObject({ dataset: 2, active: false, datasetNote: "drawn anew" });
    expect(detail.images).toEqual({ public: 2, private: 2 });
    const [split] = await db
      .select()
      .from(schema.splitVersion)
      .where(eq(schema.splitVersion.id, detail.id));
    const before = await listDatasetImages(db, challenge.datasetVersionId);
    const after = await listDatasetImages(db, split!.datasetVersionId);
    const moved = after.filter(
      ({ stem, maskKey }) => before.find((old) => old.stem === stem)!.maskKey !== maskKey,
    );
    expect(moved.map(({ stem }) => stem).sort()).toEqual(["a", "e"]);
    expect(after.find(({ stem }) => stem === "e")!.classPixels).toEqual([4, 12]);
    const dataset = await db.query.datasetVersion.findFirst({
      where: ({ id }) => eq(id, split!.datasetVersionId),
    });
    expect(await unzip(await api.services.storage.read(dataset!.kitKey!))).toEqual({
      "README.md": Buffer.from("Read me").toString("base64"),
      "train/masks/a.png": Buffer.from(mask(3)).toString("base64"),
      "train/masks/b.png": Buffer.from(mask(2)).toString("base64"),
    });
  });

  test("of test images leave the data kit as it is", async () => {
    const { db, caller, slug, post } = await setUp();
    expect((await post([["test/e.png", mask(1)]])).status).toBe(200);
    const { id } = await caller.split.byVersion({ slug, version: 2 });
    const split = await db.query.splitVersion.findFirst({ where: (row) => eq(row.id, id) });
    const versions = await db.query.datasetVersion.findMany({
      where: (row) => eq(row.id, split!.datasetVersionId),
    });
    expect(versions[0]!.kitKey).toMatch(/v1\/kit\.zip$/);
  });

  test.each([
    ["of another size", encodeLabelPng(new Uint8Array(20), 5, 4), "mask_wrong_size"],
    ["with a stray label", encodeLabelPng(new Uint8Array(16).fill(9), 4, 4), "dataset_stray_label"],
    ["that are no PNG", new Uint8Array([1, 2, 3]), "mask_not_png"],
    ["that are the same", mask(2), "bad_request"],
  ])("%s are refused", async (_, bytes, code) => {
    const { post, caller, slug } = await setUp();
    expect(await (await post([["e.png", bytes]])).json()).toMatchObject({ code });
    expect((await caller.split.overview({ slug })).versions).toHaveLength(1);
  });

  test("are taken from organizers only, for images that there are", async () => {
    const { post, db } = await setUp();
    const stranger = await signUp(api.services, "stranger");
    await createUser(db, "someone");
    expect((await post([["e.png", mask(1)]], stranger.apiKey)).status).toBe(403);
    expect(await (await post([["zzz.png", mask(1)]])).json()).toMatchObject({
      code: "masks_extra",
    });
  });
});

test("a split of data that a draft does not have any more is listed and of no use", async () => {
  const { db, queue } = api.services;
  const organizer = await signUp(api.services, "oscar");
  const { challengeId, slug, splitVersionId } = await createTestChallenge(db, { status: "draft" }, [
    organizer.id,
  ]);
  const caller = createCaller({ services: api.services, viewer: organizer });
  const proposal = { kind: "random", publicShare: 0.5, seed: 1 } as const;
  await db.update(schema.image).set({ classPixels: [8, 8] });
  await caller.split.save({ slug, proposal });
  const row = { width: 4, height: 4, imageKey: "i", maskKey: "m", classPixels: [1, 2, 13] };
  const keys = { thumbKey: "t", overlayKey: null };
  const classes = [1, 2, 3].map((id) => ({ id, name: `kind ${id}`, color: "#112233" }));
  await db.transaction((tx) =>
    replaceDraftData(tx, challengeId, {
      version: 2,
      dataset: { kitKey: null, kitBytes: 0, classPixels: [] },
      images: [
        { ...row, ...keys, stem: "x", role: "test", split: "public" },
        { ...row, ...keys, stem: "y", role: "test", split: "private" },
      ],
      classMap: { classes },
    }),
  );
  // A split of the other data replaces nothing.
  expect(await caller.split.save({ slug, proposal })).toEqual({ version: 4 });
  const { versions, active } = await caller.split.overview({ slug });
  expect(active).toBe(3);
  expect(versions.map(({ version, replaced }) => [version, replaced])).toEqual([
    [4, false],
    [3, false],
    [2, true],
    [1, true],
  ]);
  const refusal = { code: "CONFLICT", cause: { code: "wrong_state", details: { value: 2 } } };
  for (const ask of [
    caller.split.byVersion,
    caller.split.prepare,
    caller.split.difference,
    caller.split.activate,
  ]) {
    await expect(ask({ slug, version: 2 })).rejects.toMatchObject(refusal);
  }
  const actor = SYSTEM;
  await expect(
    activateSplit(db, queue, { challengeId, splitVersionId, actor }),
  ).rejects.toMatchObject({ code: "wrong_state" });
  expect(await caller.split.activate({ slug, version: 4 })).toMatchObject({ activated: true });
});
