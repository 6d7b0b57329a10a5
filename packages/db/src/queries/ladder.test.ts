import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { score } from "../schema/index.ts";
import {
  createTestChallenge,
  createTestDatabaseWithQueue,
  createTestTeam,
  submitScored,
  type TestDatabaseWithQueue,
} from "../testing/index.ts";
import { SYSTEM } from "./audit.ts";
import { publicBoardRows } from "./board.ts";
import { getChallenge } from "./challenge-access.ts";
import { ladderValues } from "./ladder.ts";
import { judge } from "./moderation.ts";
import { setLadder } from "./phases.ts";

let database: TestDatabaseWithQueue;
beforeAll(async () => {
  database = await createTestDatabaseWithQueue();
});
afterAll(() => database.drop());

describe("the Ladder rule", () => {
  it("shows a score that is better by the step, else the best before it", () => {
    expect(ladderValues([0.5, 0.505, 0.4, 0.51, 0.519, 0.6], 0.01)).toEqual([
      null,
      0.5,
      0.5,
      null,
      0.51,
      null,
    ]);
    expect(ladderValues([], 0.01)).toEqual([]);
  });

  it("takes exactly one step as a step, although shares are no exact numbers", () => {
    expect(0.3 - 0.2).toBeLessThan(0.1);
    expect(ladderValues([0.2, 0.3], 0.1)).toEqual([null, null]);
  });
});

async function setUp(name: string, step: number | null = 0.05) {
  const { db, queue } = database;
  const challenge = await createTestChallenge(db, { ladderStep: step });
  const { captain, team } = await createTestTeam(db, challenge.challengeId, name);
  const send = (value: number) => submitScored(db, queue, challenge, captain, value);
  const board = async () => {
    const access = await getChallenge(db, challenge.slug, null);
    return (await publicBoardRows(db, access.challenge))[0]!;
  };
  const shownOf = async (id: string) => {
    const [row] = await db.select().from(score).where(eq(score.submissionId, id));
    return row!.shownMeanIou;
  };
  return { db, challenge, captain, team, send, board, shownOf };
}

describe("on the board", () => {
  it("the best shown score stands, in its own row, and history shows no more than that", async () => {
    const { send, board, shownOf } = await setUp("climber");
    const first = await send(0.5);
    const little = await send(0.54);
    expect(await board()).toMatchObject({ submissionId: first, meanIou: 0.5, submissions: 2 });
    expect(await shownOf(little)).toBe(0.5);
    const step = await send(0.55);
    expect(await board()).toMatchObject({
      submissionId: step,
      meanIou: 0.55,
      history: [0.5, 0.5, 0.55],
    });
  });

  it("turned on it holds back what was published before, turned off it shows all", async () => {
    const { db, challenge, send, board } = await setUp("turned", null);
    await send(0.5);
    const better = await send(0.52);
    const { challengeId } = challenge;
    expect((await board()).meanIou).toBe(0.52);
    await setLadder(db, { challengeId, actor: SYSTEM, step: 0.05 });
    expect((await board()).meanIou).toBe(0.5);
    await setLadder(db, { challengeId, actor: SYSTEM, step: 0.02 });
    expect(await board()).toMatchObject({ meanIou: 0.52, submissionId: better });
    await setLadder(db, { challengeId, actor: SYSTEM, step: 0.05 });
    await setLadder(db, { challengeId, actor: SYSTEM, step: null });
    expect((await board()).meanIou).toBe(0.52);
  });

  it("what is disqualified was no rung: later scores are measured without it", async () => {
    const { db, challenge, send, board } = await setUp("judged");
    await send(0.5);
    const copied = await send(0.9);
    const honest = await send(0.6);
    expect((await board()).meanIou).toBe(0.9);
    const judgement = { challengeId: challenge.challengeId, subject: { submission: copied } };
    await judge(db, { ...judgement, reason: "a copy" }, SYSTEM);
    expect(await board()).toMatchObject({ meanIou: 0.6, submissionId: honest, submissions: 2 });
    await judge(db, { ...judgement, reason: null }, SYSTEM);
    expect(await board()).toMatchObject({ meanIou: 0.9, submissions: 3 });
  });
});

it("of two scores published at once, none is lost and one is measured by the other", async () => {
  const { send, board, shownOf } = await setUp("both");
  await send(0.4);
  const ids = await Promise.all([send(0.5), send(0.52)]);
  const shown = await Promise.all(ids.map(shownOf));
  expect(shown.filter((value) => value === null)).toHaveLength(1);
  expect([0.5, 0.52]).toContain(shown.find((value) => value !== null));
  expect(await board()).toMatchObject({ submissions: 3 });
});
