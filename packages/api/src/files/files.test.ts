import { encodeLabelPng, zipToBuffer } from "@maskboard/data";
import { addOrganizer, joinTeam } from "@maskboard/db";
import {
  createTestChallenge,
  createTestTeam,
  createUser,
  submitScored,
} from "@maskboard/db/testing";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { storeArtifact, storeChallengeFiles } from "../testing/challenge-files.ts";
import { createTestApi, type TestApi } from "../testing/index.ts";
import { fileResponse } from "./answer.ts";
import { imageFile } from "./images.ts";
import { kitFile } from "./kit.ts";
import { artifactFile, predictionFile } from "./submissions.ts";

let api: TestApi;
let challenge: Awaited<ReturnType<typeof createTestChallenge>>;
let submissionId: string;
type Person = { id: string; name: string; email: string; admin: boolean };
const people: Record<string, Person | null> = { visitor: null };

const LABELS = Uint8Array.of(0, 1, 2, 1, ...Array(12).fill(2));
const KIT = new TextEncoder().encode("0123456789");

beforeAll(async () => {
  api = await createTestApi();
  const { db, queue } = api.services;
  challenge = await createTestChallenge(db);
  const { captain, team } = await createTestTeam(db, challenge.challengeId, "ours");
  const outsider = (await createTestTeam(db, challenge.challengeId, "theirs")).captain;
  const [member, organizer] = [await createUser(db, "member"), await createUser(db, "organizer")];
  await joinTeam(db, team.inviteToken, member.id);
  await addOrganizer(db, challenge.challengeId, organizer.id);
  for (const [role, user] of Object.entries({ captain, outsider, member, organizer })) {
    people[role] = { ...user, email: "" };
  }
  const mask = encodeLabelPng(LABELS, 4, 4);
  await storeChallengeFiles(api.services, challenge.challengeId, { mask, kit: KIT });
  submissionId = await submitScored(db, queue, challenge, captain, 0.5);
  const zip = await zipToBuffer(
    ["c", "d", "e", "f"].map((stem) => ({ path: `masks/${stem}.png`, data: mask })),
  );
  await storeArtifact(api.services, submissionId, zip);
});
afterAll(() => api.close());

const status = async (answer: Parameters<typeof fileResponse>[0]) => {
  const response = await fileResponse(answer);
  await response.arrayBuffer();
  return response.status;
};
const picture = (role: string, stem: string, file: string) =>
  imageFile(api.services, people[role]!, challenge.images[stem]!, file);
const prediction = (role: string, stem: string) =>
  predictionFile(api.services, people[role]!, submissionId, stem);
async function reveal(at: Date | null) {
  const text = "update challenge set revealed_at = $1 where id = $2";
  await api.services.db.$client.query(text, [at, challenge.challengeId]);
}

describe("pictures", () => {
  test.each(["image", "thumb", "mask", "overlay"])(
    "%s of a training image: for all",
    async (file) => {
      expect(await status(picture("visitor", "a", file))).toBe(200);
    },
  );

  test("of test images all see the image, and only organizers the truth", async () => {
    for (const stem of ["c", "e"]) {
      expect(await status(picture("visitor", stem, "image"))).toBe(200);
      expect(await status(picture("captain", stem, "mask"))).toBe(404);
      expect(await status(picture("captain", stem, "overlay"))).toBe(404);
      expect(await status(picture("organizer", stem, "mask"))).toBe(200);
    }
  });

  test("a mask is shown in the classes' colours", async () => {
    const { body } = await picture("visitor", "a", "mask");
    const pixels = await sharp(body as Uint8Array)
      .removeAlpha()
      .raw()
      .toBuffer();
    expect([...pixels.subarray(0, 9)]).toEqual([0, 0, 0, 0xe6, 0x19, 0x4b, 0x3c, 0xb4, 0x4b]);
  });

  test("an unknown picture, image or id is not found", async () => {
    expect(await status(picture("visitor", "a", "depth"))).toBe(404);
    const { services } = api;
    expect(await status(imageFile(services, null, crypto.randomUUID(), "image"))).toBe(404);
    expect(await status(imageFile(services, null, "1 or 1=1", "image"))).toBe(404);
  });

  test("a draft shows nothing to others", async () => {
    const query = "update challenge set status = $1 where id = $2";
    const setStatus = (value: string) =>
      api.services.db.$client.query(query, [value, challenge.challengeId]);
    await setStatus("draft");
    expect(await status(picture("captain", "a", "image"))).toBe(404);
    expect(await status(picture("organizer", "a", "image"))).toBe(200);
    await setStatus("published");
  });
});

describe("predictions and artifacts", () => {
  test.each([
    ["visitor", 401, 401, 401],
    ["outsider", 404, 404, 404],
    ["member", 200, 404, 200],
    ["captain", 200, 404, 200],
    ["organizer", 200, 200, 200],
  ])("as %s: public %i, private %i, artifact %i", async (role, open, hidden, artifact) => {
    expect(await status(prediction(role, "c"))).toBe(open);
    expect(await status(prediction(role, "e"))).toBe(hidden);
    expect(await status(artifactFile(api.services, people[role]!, submissionId))).toBe(artifact);
  });

  test("after the reveal the team sees its predictions on private images", async () => {
    await reveal(new Date());
    expect(await status(prediction("member", "e"))).toBe(200);
    expect(await status(prediction("outsider", "e"))).toBe(404);
    await reveal(null);
  });
});

test("a kit comes whole or in parts", async () => {
  const part = async (range: string | null) => {
    const response = await fileResponse(kitFile(api.services, null, challenge.slug, range));
    return [response.status, await response.text(), response.headers.get("content-range")];
  };
  expect(await part(null)).toEqual([200, "0123456789", null]);
  expect(await part("bytes=2-4")).toEqual([206, "234", "bytes 2-4/10"]);
  expect(await part("bytes=7-")).toEqual([206, "789", "bytes 7-9/10"]);
  expect(await part("bytes=-3")).toEqual([206, "789", "bytes 7-9/10"]);
  expect(await part("bytes=20-")).toEqual([200, "0123456789", null]);
});
