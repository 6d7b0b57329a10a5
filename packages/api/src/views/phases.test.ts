import { addOrganizer, changeSchedule, SYSTEM, setBoardShown, setLadder } from "@maskboard/db";
import {
  createTestChallenge,
  createTestTeam,
  createUser,
  submitScored,
} from "@maskboard/db/testing";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { callAs, createTestApi, type TestApi } from "../testing/index.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

type User = { id: string; name: string; admin: boolean };

/** A score that no other number looks like. */
const REAL = 0.613243546;
const HIDDEN = 0.123456789;
/** As it stands on the board, rounded. */
const ROUNDED = REAL.toFixed(5);

async function setUp(change: Parameters<typeof createTestChallenge>[1] = {}) {
  const { db, queue } = api.services;
  const challenge = await createTestChallenge(db, change);
  const { challengeId, slug } = challenge;
  const { captain: ours } = await createTestTeam(db, challengeId, "ours");
  const { captain: theirs } = await createTestTeam(db, challengeId, "theirs");
  const organizer = await createUser(db, "organizer");
  await addOrganizer(db, challengeId, organizer.id);
  const send = (who: User, value: number, privateMeanIou = HIDDEN) =>
    submitScored(db, queue, challenge, who, value, { privateMeanIou });
  const common = { challengeId, actor: SYSTEM };
  return { db, challengeId, slug, ours, theirs, organizer, send, common };
}

/** All that a person gets to see of a challenge and one of its submissions, as one text. */
async function allSeenBy(user: User | null, slug: string, id: string): Promise<string> {
  const caller = callAs(api.services, user);
  const refusal = (error: { message: string }) => `refused: ${error.message}`;
  const answers: unknown[] = [
    await caller.board.get({ slug }).catch(refusal),
    await caller.board.get({ slug, split: "private" }).catch(refusal),
    await caller.board.late({ slug }).catch(refusal),
    await caller.board.shakeUp({ slug }).catch(refusal),
    await caller.challenge.list(),
    await caller.challenge.bySlug({ slug }),
    await caller.challenge.data({ slug }),
    await caller.announcement.news({ slug }),
    await caller.submission.mine({ slug }).catch(refusal),
    await caller.submission.byId({ id }).catch(refusal),
    await caller.phase.previewReveal({ slug }).catch(refusal),
    await caller.phase.previewFreeze({ slug, off: true }).catch(refusal),
  ];
  for await (const state of await caller.board.live({ slug })) {
    answers.push(state);
    break;
  }
  return JSON.stringify(answers);
}

describe("a frozen board", () => {
  test("shows nothing that came later to anyone, and its team its own score", async () => {
    const { db, slug, ours, theirs, organizer, send, common } = await setUp();
    await send(theirs, 0.5);
    await send(ours, 0.4);
    const now = new Date();
    await changeSchedule(db, { ...common, change: { frozenAt: now }, now });
    const id = await send(ours, REAL);
    for (const user of [null, theirs]) {
      const seen = await allSeenBy(user, slug, id);
      expect(seen).not.toContain(String(REAL));
      expect(seen).not.toContain(ROUNDED);
    }
    const own = await callAs(api.services, ours).submission.byId({ id });
    expect(own).toMatchObject({ publicMeanIou: REAL, teamRank: 2, best: false });
    const board = await callAs(api.services, organizer).board.get({ slug });
    expect(board).toMatchObject({ phase: "frozen" });
    expect(board.entries.map(({ team, submissions }) => [team, submissions])).toEqual([
      ["theirs", 1],
      ["ours", 1],
    ]);
    const preview = await callAs(api.services, organizer).phase.previewFreeze({ slug, off: true });
    expect(
      preview.changes.map(({ team, before, after }) => [team, before?.rank, after?.rank]),
    ).toEqual([
      ["theirs", 1, 2],
      ["ours", 2, 1],
    ]);
    await changeSchedule(db, { ...common, change: { frozenAt: null } });
    expect((await callAs(api.services, null).board.get({ slug })).entries[0]?.team).toBe("ours");
  });

  test("begins at its very instant, and who watches the board hears of it", async () => {
    const { db, slug, ours, send, common } = await setUp();
    await send(ours, 0.4);
    const states = (await callAs(api.services, null).board.live({ slug }))[Symbol.asyncIterator]();
    expect((await states.next()).value).toMatchObject({ phase: "public" });
    const frozenAt = new Date(Date.now() + 1_500);
    await changeSchedule(db, { ...common, change: { frozenAt } });
    for (;;) {
      const { value } = await states.next();
      if (value?.phase === "frozen") break;
    }
    expect(Date.now()).toBeGreaterThanOrEqual(frozenAt.getTime());
    await states.return?.();
    await send(ours, 0.8);
    const board = await callAs(api.services, null).board.get({ slug });
    expect(board).toMatchObject({ phase: "frozen", entries: [{ meanIou: 0.4 }] });
  });
});

describe("a hidden board", () => {
  test("is reached through no procedure, by nobody but organizers", async () => {
    const { db, slug, ours, theirs, organizer, send, common } = await setUp();
    const id = await send(theirs, REAL);
    // Organizers and a visitor look first: nothing of it may be served to others later.
    await callAs(api.services, organizer).board.get({ slug });
    await callAs(api.services, null).board.get({ slug });
    const shown = { public: false, frozen: true, revealed: true };
    await setBoardShown(db, { ...common, shown });
    for (const user of [null, ours]) {
      const seen = await allSeenBy(user, slug, id);
      expect(seen).not.toContain(ROUNDED);
      expect(seen).not.toContain(String(REAL));
    }
    await expect(callAs(api.services, null).board.get({ slug })).rejects.toMatchObject({
      cause: { code: "board_hidden" },
    });
    expect(await callAs(api.services, null).challenge.bySlug({ slug })).toMatchObject({
      boardHidden: true,
    });
    const own = await callAs(api.services, theirs).submission.byId({ id });
    expect(own).toMatchObject({ publicMeanIou: REAL, teamRank: null, best: false });
    expect(await callAs(api.services, organizer).board.get({ slug })).toMatchObject({
      entries: [{ rank: 1 }],
    });
    await changeSchedule(db, { ...common, change: { frozenAt: new Date() } });
    expect(await callAs(api.services, null).board.get({ slug })).toMatchObject({ phase: "frozen" });
  });

  test("stays hidden after a reveal, with the shake-up and private scores of others", async () => {
    const { db, slug, ours, theirs, organizer, send, common } = await setUp();
    const id = await send(theirs, REAL);
    const shown = { public: true, frozen: true, revealed: false };
    await setBoardShown(db, { ...common, shown });
    await changeSchedule(db, { ...common, change: { revealedAt: new Date() } });
    for (const user of [null, ours]) {
      const seen = await allSeenBy(user, slug, id);
      expect(seen).not.toContain(ROUNDED);
      expect(seen).not.toContain(HIDDEN.toFixed(5));
    }
    expect((await callAs(api.services, organizer).board.shakeUp({ slug })).teams).toHaveLength(1);
  });
});

describe("the shake-up", () => {
  test("is rehearsed for organizers and is what the reveal then shows", async () => {
    const { db, slug, ours, theirs, organizer, send, common } = await setUp();
    await send(ours, 0.6, 0.2);
    await send(theirs, 0.5, 0.4);
    const rehearsed = await callAs(api.services, organizer).phase.previewReveal({ slug });
    expect(rehearsed).toMatchObject({ revealed: false });
    await changeSchedule(db, { ...common, change: { revealedAt: new Date() } });
    const shown = await callAs(api.services, null).board.shakeUp({ slug });
    expect(shown).toEqual({ ...rehearsed, revealed: true });
    expect(
      shown.teams.map(({ team, public: before, private: after }) => [
        team,
        before?.rank,
        after?.rank,
      ]),
    ).toEqual([
      ["theirs", 2, 1],
      ["ours", 1, 2],
    ]);
  });
});

describe("the Ladder rule", () => {
  it("lets a team see nothing of a score that is held back", async () => {
    const { db, slug, ours, organizer, send, common } = await setUp();
    await send(ours, 0.6);
    const id = await send(ours, REAL);
    await setLadder(db, { ...common, step: 0.05 });
    const caller = callAs(api.services, ours);
    const answers: unknown[] = [
      await allSeenBy(ours, slug, id),
      await allSeenBy(null, slug, id),
      await caller.submission.byId({ id }),
    ];
    for await (const view of await caller.submission.live({ id })) {
      answers.push(view);
      break;
    }
    const seen = JSON.stringify(answers);
    expect(seen).not.toContain(String(REAL));
    expect(seen).not.toContain(ROUNDED);
    expect(await caller.submission.byId({ id })).toMatchObject({
      publicMeanIou: 0.6,
      heldBack: true,
      result: null,
    });
    expect(await callAs(api.services, organizer).submission.byId({ id })).toMatchObject({
      publicMeanIou: REAL,
      heldBack: true,
      result: { meanIou: REAL },
    });
    await setLadder(db, { ...common, step: null });
    expect(await caller.submission.byId({ id })).toMatchObject({
      publicMeanIou: REAL,
      heldBack: false,
      teamRank: 1,
    });
  });
});
