import { limitsSchema } from "@maskboard/contracts";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closeDb, createDb, type Db } from "../client.ts";
import { isLockConflict } from "../postgres-errors.ts";
import { challenge, rescoreItem, team } from "../schema/index.ts";
import {
  createTestChallenge,
  createTestDatabaseWithQueue,
  createTestTeam,
  scoreOf,
  submitScored,
  type TestDatabaseWithQueue,
} from "../testing/index.ts";
import { activateSplit } from "./activate-split.ts";
import { startAttempt, startScoring } from "./attempts.ts";
import { SYSTEM } from "./audit.ts";
import { retrySubmission } from "./interventions.ts";
import { mergeTeams } from "./merge.ts";
import { judge } from "./moderation.ts";
import { changeSchedule, setLadder } from "./phases.ts";
import { publishRescored } from "./publish-rescored.ts";
import { publishScore } from "./publish-score.ts";
import { startRescore } from "./rescore.ts";
import { finishRescore, takeUpRescore } from "./rescore-work.ts";
import { findSplitVersion, listAssignment, saveSplitVersion } from "./splits.ts";
import { setFinal } from "./submissions.ts";

const HOUR = 3_600_000;
const ROUNDS = 25;

let database: TestDatabaseWithQueue;
/** Without a second try: a wrong order of locks shows as an error. */
let strict: Db;
beforeAll(async () => {
  database = await createTestDatabaseWithQueue();
  strict = createDb(database.url, { tries: 1 });
});
afterAll(async () => {
  await closeDb(strict);
  await database.drop();
});

/** A deadline that lies a little back, an open late lane, the Ladder rule, a second split. */
async function setUp() {
  const { db, queue } = database;
  const now = Date.now();
  const made = await createTestChallenge(db, {
    endsAt: new Date(now - HOUR),
    lateUntil: new Date(now + 10 * HOUR),
    limits: { ...limitsSchema.parse({}), perDay: 1_000, total: 10_000, finals: 1_000 },
  });
  const { challengeId } = made;
  await setLadder(db, { challengeId, actor: SYSTEM, step: 0.01 });
  const teams = [];
  for (const name of ["owls", "larks", "rooks"]) {
    const { captain, team: row } = await createTestTeam(db, challengeId, name);
    const ids = [];
    for (let at = 0; at < 4; at++) {
      ids.push(await submitScored(db, queue, made, captain, 0.2 + at / 10));
    }
    teams.push({ captain, id: row.id, ids });
  }
  const { datasetVersionId } = await findSplitVersion(db, challengeId, 1);
  const assignment = await listAssignment(db, made.splitVersionId);
  const second = await saveSplitVersion(db, {
    ...{ challengeId, datasetVersionId, assignment, note: "", actor: SYSTEM },
    method: { kind: "carried", from: made.splitVersionId },
  });
  return { db, queue, made, challengeId, teams, second };
}

describe("changes that organizers and scorers make at the same time", () => {
  test("get into no deadlock", { timeout: 120_000 }, async () => {
    const { queue, made, challengeId, teams, second } = await setUp();
    const values = (at: number) => 0.1 + ((at * 37) % 80) / 100;
    const all = teams.flatMap(({ ids }) => ids);

    /** Scores a submission anew, as a scorer does. */
    const publish = async (id: string, value: number): Promise<void> => {
      await retrySubmission(strict, queue, { submissionId: id }, SYSTEM);
      await startAttempt(strict, id);
      await startScoring(strict, id, { notices: [], total: 4 });
      await publishScore(strict, scoreOf(made, id, value), queue);
    };
    /** A batch that scores what is scored at the moment, in two parts at once. */
    const rescore = async (value: number, kind: "rescore" | "prepare", to: string) => {
      const begun = await startRescore(strict, queue, {
        ...{ challengeId, splitVersionId: to, kind, dryRun: false, actor: SYSTEM },
        ...{ scope: { kind: "all" }, scopeName: "all" },
      }).catch(() => null);
      const row = begun && (await takeUpRescore(strict, begun.id));
      if (!row) return;
      const items = await strict
        .select({ id: rescoreItem.submissionId })
        .from(rescoreItem)
        .where(eq(rescoreItem.rescoreId, row.id));
      const results = items.map(({ id }) => ({
        ...scoreOf(made, id, value),
        before: { public: null, private: null },
      }));
      const half = Math.ceil(results.length / 2);
      await Promise.all(
        [results.slice(0, half), results.slice(half)].map((part) =>
          publishRescored(strict, row, part),
        ),
      );
      await finishRescore(strict, row);
    };
    const schedule = (hours: number) =>
      changeSchedule(strict, {
        ...{ challengeId, actor: SYSTEM },
        change: { endsAt: new Date(Date.now() + hours * HOUR) },
      });
    const late = async () => {
      const { db } = database;
      await db.$client.query("update submission set late = true where challenge_id = $1", [
        challengeId,
      ]);
    };

    for (let round = 0; round < ROUNDS; round++) {
      await late();
      const [owls, larks, rooks] = teams;
      const subject = { team: larks!.id };
      const work = [
        ...all.slice(0, 6).map((id, at) => publish(id, values(round + at))),
        rescore(values(round), "rescore", made.splitVersionId),
        rescore(values(round + 5), "prepare", second.id),
        schedule(1 + (round % 5)),
        activateSplit(strict, queue, {
          ...{ challengeId, actor: SYSTEM },
          splitVersionId: round % 2 === 0 ? second.id : made.splitVersionId,
        }),
        judge(strict, { challengeId, subject, reason: "copied" }, SYSTEM).then(() =>
          judge(strict, { challengeId, subject, reason: null }, SYSTEM),
        ),
        judge(strict, { challengeId, subject: { submission: all[7]! }, reason: null }, SYSTEM),
        setFinal(strict, rooks!.ids[3]!, round % 2 === 0).catch((error: unknown) => {
          // A late submission is refused; only what Postgres says counts here.
          if (isLockConflict(error)) throw error;
        }),
        ...(round === ROUNDS - 1
          ? [mergeTeams(strict, { challengeId, from: rooks!.id, into: owls!.id }, SYSTEM)]
          : []),
      ];
      const failed = (await Promise.allSettled(work)).flatMap((done) =>
        done.status === "rejected" ? [done.reason] : [],
      );
      expect(failed).toEqual([]);
    }
  });
});

describe("a transaction that Postgres ends for a deadlock", () => {
  /** Two transactions that lock a challenge and a team the other way round. */
  async function cross(db: Db) {
    const made = await createTestChallenge(database.db);
    const { team: row } = await createTestTeam(database.db, made.challengeId, "owls");
    let arrived = 0;
    const both = Promise.withResolvers<void>();
    let runs = 0;
    const steps = [
      (tx: Parameters<Parameters<Db["transaction"]>[0]>[0]) =>
        tx.update(challenge).set({ title: "T" }).where(eq(challenge.id, made.challengeId)),
      (tx: Parameters<Parameters<Db["transaction"]>[0]>[0]) =>
        tx.update(team).set({ house: true }).where(eq(team.id, row.id)),
    ] as const;
    const run = (order: readonly [0 | 1, 0 | 1]) =>
      db.transaction(async (tx) => {
        runs++;
        await steps[order[0]](tx);
        if (++arrived === 2) both.resolve();
        await both.promise;
        await steps[order[1]](tx);
      });
    const ended = await Promise.allSettled([run([0, 1]), run([1, 0])]);
    return { ended: ended.map(({ status }) => status).toSorted(), runs };
  }

  test("is run again as a whole", async () => {
    expect(await cross(database.db)).toEqual({ ended: ["fulfilled", "fulfilled"], runs: 3 });
  });

  test("fails where a single try is asked for", async () => {
    expect(await cross(strict)).toEqual({ ended: ["fulfilled", "rejected"], runs: 2 });
  });

  test("a refusal of our own is not tried again", async () => {
    let runs = 0;
    const refused = database.db.transaction(async () => {
      runs++;
      throw new Error("no");
    });
    await expect(refused).rejects.toThrow("no");
    expect(runs).toBe(1);
  });
});
