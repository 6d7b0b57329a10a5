import { limitsSchema, type MaskboardError } from "@maskboard/contracts";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createQueue, type Queue } from "../queue/index.ts";
import { auditLog, challenge, datasetVersion } from "../schema/index.ts";
import {
  CLASSES,
  createTestChallenge,
  createTestDatabase,
  createTestTeam,
  createUser,
  submitScored,
  type TestDatabase,
} from "../testing/index.ts";
import type { AuditActor } from "./audit.ts";
import { editChallenge, setChallengeStatus } from "./challenge-edit.ts";
import { appointOrganizer, dismissOrganizer, listOrganizers } from "./organizers.ts";

let database: TestDatabase;
let queue: Queue;
beforeAll(async () => {
  database = await createTestDatabase();
  queue = await createQueue(database.url);
});
afterAll(async () => {
  await queue.stop({ seconds: 0 });
  await database.drop();
});

const actor: AuditActor = { id: "olga", name: "Olga", via: "web" };

const codeOf = (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => "ok",
    (error: MaskboardError) => `${error.code}: ${error.message}`,
  );

const trace = (challengeId: string) =>
  database.db
    .select()
    .from(auditLog)
    .where(eq(auditLog.challengeId, challengeId))
    .orderBy(auditLog.id);

const edit = (challengeId: string, change: Parameters<typeof editChallenge>[2]["edit"]) =>
  editChallenge(database.db, queue, { challengeId, actor, edit: change });
const move = (challengeId: string, to: Parameters<typeof setChallengeStatus>[1]["to"]) =>
  setChallengeStatus(database.db, { challengeId, actor, to });

describe("editing", () => {
  test("changes and logs what differs, and only that", async () => {
    const { challengeId } = await createTestChallenge(database.db);
    const limits = limitsSchema.parse({ perDay: 3 });
    const row = await edit(challengeId, { title: "Parts", summary: "New", limits });
    expect(row).toMatchObject({ summary: "New", limits: { perDay: 3 } });
    await edit(challengeId, { summary: "New", limits });
    const entries = await trace(challengeId);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      action: "challenge.edit",
      actorName: "Olga",
      before: { summary: "", limits: { perDay: 10 } },
      after: { summary: "New", limits: { perDay: 3 } },
    });
    expect(entries[0]!.before).not.toHaveProperty("title");
  });

  test("what the board shows makes it new", async () => {
    const { challengeId } = await createTestChallenge(database.db);
    const revision = async () => {
      const [row] = await database.db
        .select({ revision: challenge.boardRevision })
        .from(challenge)
        .where(eq(challenge.id, challengeId));
      return row!.revision;
    };
    const before = await revision();
    await edit(challengeId, { description: "long" });
    expect(await revision()).toBe(before);
    await edit(challengeId, { rounding: 3 });
    expect(await revision()).toBe(before + 1);
  });

  test("the slug of a draft only, and none that is taken", async () => {
    const taken = await createTestChallenge(database.db);
    const { challengeId } = await createTestChallenge(database.db, { status: "draft" });
    expect(await codeOf(edit(challengeId, { slug: taken.slug }))).toContain("slug_taken");
    await edit(challengeId, { slug: "renamed" });
    expect(await codeOf(edit(taken.challengeId, { slug: "other" }))).toContain("wrong_state");
  });
});

describe("classes", () => {
  const [head, torso] = CLASSES as [(typeof CLASSES)[0], (typeof CLASSES)[0]];
  const renamed = { ...head, name: "skull", color: "#112233" };

  test("ids change until somebody has submitted, names and colours after that too", async () => {
    const made = await createTestChallenge(database.db);
    const { challengeId } = made;
    const wing = { id: 7, name: "wing", color: "#ffff00" };
    await edit(challengeId, { classMap: { classes: [head, torso, wing], void: 0 } });
    const { captain } = await createTestTeam(database.db, challengeId, "submitters");
    await submitScored(database.db, queue, made, captain, 0.5);
    const refused = [
      { classes: [head, torso], void: 0 },
      { classes: [torso, head, wing], void: 0 },
      { classes: [head, torso, wing] },
      { classes: [head, torso, wing], void: 0, rgbMasks: true },
    ];
    for (const classMap of refused) {
      expect(await codeOf(edit(challengeId, { classMap }))).toContain("There are submissions");
    }
    const row = await edit(challengeId, { classMap: { classes: [renamed, torso, wing], void: 0 } });
    expect(row.classes[0]).toEqual(renamed);
  });

  test("colours stay where submitted masks are read by them", async () => {
    const made = await createTestChallenge(database.db, { rgbMasks: true });
    const { captain } = await createTestTeam(database.db, made.challengeId, "painters");
    await submitScored(database.db, queue, made, captain, 0.5);
    const classMap = { classes: [renamed, torso], void: 0, rgbMasks: true };
    expect(await codeOf(edit(made.challengeId, { classMap }))).toContain("colours stay");
    const named = { ...head, name: "skull" };
    const row = await edit(made.challengeId, {
      classMap: { ...classMap, classes: [named, torso] },
    });
    expect(row.classes[0]!.name).toBe("skull");
  });

  test("every label of the masks is a class or void; counts follow the classes", async () => {
    const { challengeId, datasetVersionId } = await createTestChallenge(database.db, {
      status: "draft",
    });
    const sides = (train: number) => ({ train, public: 0, private: 0 });
    const label = (id: number, pixels: number) => ({
      label: id,
      pixels: sides(pixels),
      imagesWith: sides(1),
    });
    const list = { total: 0, items: [] };
    await database.db
      .update(datasetVersion)
      .set({
        findings: {
          ...{ images: sides(2), sizes: [], classes: [], pictures: [] },
          ...{ unpaired: list, strayLabels: list, sizeMismatches: list, sharedStems: list },
          ...{ otherFaults: list, lookAlikes: list },
          labels: [label(0, 10), label(1, 30), label(2, 60)],
        },
      })
      .where(eq(datasetVersion.id, datasetVersionId));
    expect(await codeOf(edit(challengeId, { classMap: { classes: [head], void: 0 } }))).toContain(
      "The masks hold the label 2",
    );
    const ground = { id: 0, name: "ground", color: "#000000" };
    await edit(challengeId, { classMap: { classes: [torso, ground, head] } });
    const [dataset] = await database.db
      .select()
      .from(datasetVersion)
      .where(eq(datasetVersion.id, datasetVersionId));
    expect(dataset!.classPixels).toEqual([
      { id: 2, pixels: 60 },
      { id: 0, pixels: 10 },
      { id: 1, pixels: 30 },
    ]);
    expect(dataset!.findings!.classes.map(({ train }) => train)).toEqual([0.6, 0.1, 0.3]);
  });
});

describe("status", () => {
  test("goes from draft to archived and back, each step logged", async () => {
    const { challengeId } = await createTestChallenge(database.db, { status: "draft" });
    expect(await codeOf(move(challengeId, "archived"))).toContain("wrong_state");
    for (const to of ["published", "draft", "published", "closed", "archived", "closed"] as const) {
      expect((await move(challengeId, to)).status).toBe(to);
    }
    await move(challengeId, "published");
    await move(challengeId, "published");
    expect((await trace(challengeId)).map(({ action }) => action)).toEqual([
      "challenge.publish",
      "challenge.unpublish",
      "challenge.publish",
      "challenge.close",
      "challenge.archive",
      "challenge.reopen",
      "challenge.reopen",
    ]);
  });

  test("what teams have joined is closed, not hidden; without data nothing is published", async () => {
    const { challengeId } = await createTestChallenge(database.db);
    await createTestTeam(database.db, challengeId, "early");
    expect(await codeOf(move(challengeId, "draft"))).toContain("has teams already");
    const empty = await createTestChallenge(database.db, { status: "draft" });
    await database.db
      .update(challenge)
      .set({ activeSplitVersionId: null })
      .where(eq(challenge.id, empty.challengeId));
    expect(await codeOf(move(empty.challengeId, "published"))).toContain("no data");
  });
});

test("organizers come by address and go, but for the last one", async () => {
  const olga = await createUser(database.db, "olga");
  const paul = await createUser(database.db, "paul");
  const { challengeId } = await createTestChallenge(database.db, {}, [olga.id]);
  const appoint = (email: string) => appointOrganizer(database.db, { challengeId, actor, email });
  const dismiss = (userId: string) => dismissOrganizer(database.db, { challengeId, actor, userId });
  expect(await codeOf(appoint("nobody@example.test"))).toContain("not_found");
  await appoint(paul.email.toUpperCase());
  await appoint(paul.email);
  expect((await listOrganizers(database.db, challengeId)).map(({ name }) => name)).toEqual([
    "olga",
    "paul",
  ]);
  await dismiss(olga.id);
  expect(await codeOf(dismiss(paul.id))).toContain("only organizer");
  expect((await trace(challengeId)).map(({ action, subject }) => [action, subject?.name])).toEqual([
    ["organizer.add", "paul"],
    ["organizer.remove", "olga"],
  ]);
});
