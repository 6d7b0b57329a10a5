import { addOrganizer } from "@maskboard/db";
import {
  createTestChallenge,
  createTestTeam,
  createUser,
  submitScored,
} from "@maskboard/db/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callAs, createTestApi, type TestApi } from "../testing/index.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000);

test("ties after rounding share a rank, the earlier submission first; movement is against yesterday", async () => {
  const { db, queue } = api.services;
  const challenge = await createTestChallenge(db, { rounding: 2 });
  const teams = new Map<string, { id: string; admin: boolean; name: string }>();
  for (const name of ["late", "early", "leader", "newcomer"]) {
    teams.set(name, (await createTestTeam(db, challenge.challengeId, name)).captain);
  }
  const send = (name: string, value: number, hours: number) =>
    submitScored(db, queue, challenge, teams.get(name)!, value, { at: ago(hours) });
  await send("leader", 0.3, 40);
  await send("late", 0.4, 40);
  await send("early", 0.35, 39);
  await send("early", 0.502, 5);
  await send("late", 0.498, 4);
  await send("leader", 0.9, 3);
  await send("newcomer", 0.1, 2);
  const { entries, revision } = await callAs(api.services, null).board.get({
    slug: challenge.slug,
  });
  expect(entries.map((entry) => [entry.rank, entry.team, entry.meanIou, entry.movement])).toEqual([
    [1, "leader", 0.9, 2],
    [2, "early", 0.5, 0],
    [2, "late", 0.5, -1],
    [4, "newcomer", 0.1, null],
  ]);
  expect(entries[1]).toMatchObject({ submissions: 2, history: [0.35, 0.502] });
  expect(entries[0]!.perClass).toEqual([
    { id: 1, iou: 0.9 },
    { id: 2, iou: 0.9 },
  ]);
  expect(revision).toBe(7);
});

test("a new score shows at once although boards are kept", async () => {
  const { db, queue } = api.services;
  const challenge = await createTestChallenge(db);
  const { captain } = await createTestTeam(db, challenge.challengeId, "quick");
  const best = async () =>
    (await callAs(api.services, null).board.get({ slug: challenge.slug })).entries[0]?.meanIou;
  expect(await best()).toBeUndefined();
  await submitScored(db, queue, challenge, captain, 0.25);
  expect(await best()).toBe(0.25);
  await submitScored(db, queue, challenge, captain, 0.75);
  expect(await best()).toBe(0.75);
});

describe("the private split", () => {
  const HIDDEN = 0.123456789;

  test("is nowhere before the reveal but for organizers, and everywhere after it", async () => {
    const { db, queue } = api.services;
    const challenge = await createTestChallenge(db);
    const { slug } = challenge;
    const { captain } = await createTestTeam(db, challenge.challengeId, "secret");
    const organizer = await createUser(db, "organizer");
    await addOrganizer(db, challenge.challengeId, organizer.id);
    const options = { privateMeanIou: HIDDEN };
    const id = await submitScored(db, queue, challenge, captain, 0.5, options);
    const admin = await createUser(db, "admin", "admin");
    const seenBy = async (user: typeof captain | null) => {
      const caller = callAs(api.services, user);
      const answers: unknown[] = [
        await caller.board.get({ slug }),
        await caller.board.get({ slug, split: "private" }).catch(() => "refused"),
        await caller.challenge.bySlug({ slug }),
        await caller.challenge.data({ slug }),
      ];
      if (user) {
        answers.push(await caller.submission.mine({ slug }).catch(() => "no team"));
        answers.push(await caller.submission.byId({ id }));
        for await (const value of await caller.submission.live({ id })) {
          answers.push(value);
          break;
        }
      }
      return JSON.stringify(answers);
    };
    const privateImages = [challenge.images.e!, challenge.images.f!];
    for (const user of [null, captain]) {
      const seen = await seenBy(user);
      expect(seen).toContain("refused");
      expect(seen).not.toContain(String(HIDDEN));
      for (const image of privateImages) expect(seen).not.toContain(image);
    }
    await expect(
      callAs(api.services, captain).board.get({ slug, split: "private" }),
    ).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    for (const user of [organizer, admin]) expect(await seenBy(user)).toContain(String(HIDDEN));
    // An organizer's visit leaves nothing behind that others could be served.
    expect(await seenBy(null)).not.toContain(String(HIDDEN));

    await db.$client.query("update challenge set revealed_at = now() where id = $1", [
      challenge.challengeId,
    ]);
    for (const user of [null, captain]) {
      const board = await callAs(api.services, user).board.get({ slug, split: "private" });
      expect(board.entries[0]?.meanIou).toBeCloseTo(HIDDEN, 5);
    }
    const mine = await callAs(api.services, captain).submission.mine({ slug });
    expect(mine.rows[0]?.privateMeanIou).toBe(HIDDEN);
  });
});
