import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { scoreJob } from "@maskboard/contracts";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/index.ts";
import { createQueue, enqueue, type Queue, workQueue } from "./index.ts";

let database: TestDatabase;
let queue: Queue;
beforeAll(async () => {
  database = await createTestDatabase();
  queue = await createQueue(database.url, { worker: true });
});
afterAll(async () => {
  await queue.stop({ seconds: 0 });
  await database.drop();
});

const data = () => ({ submissionId: randomUUID(), splitVersionId: randomUUID() });

test("a job is there when its transaction commits, once for each subject", async () => {
  const job = data();
  const added = await database.db.transaction((tx) => enqueue(queue, tx, scoreJob, job, "one"));
  expect(added).toEqual(expect.any(String));
  expect(await enqueue(queue, database.db, scoreJob, job, "one")).toBeNull();
  await expect(
    database.db.transaction(async (tx) => {
      await enqueue(queue, tx, scoreJob, data(), "two");
      throw new Error("changed my mind");
    }),
  ).rejects.toThrow("changed my mind");
  const jobs = await database.db.execute(sql`select id from pgboss.job where name = 'score'`);
  expect(jobs.rows).toEqual([{ id: added }]);
  await queue.boss.deleteAllJobs("score");
});

test("a killed worker's job goes to another worker; one that always fails is reported dead", async () => {
  const job = data();
  const worker = fork(fileURLToPath(new URL("./stuck-worker.ts", import.meta.url)), [database.url]);
  try {
    await message(worker, "ready");
    const taken = message(worker, job.submissionId);
    await enqueue(queue, database.db, scoreJob, job, "killed");
    await taken;
  } finally {
    worker.kill("SIGKILL");
  }
  // What 15 seconds of silence look like.
  await database.db.execute(
    sql`update pgboss.job set heartbeat_on = now() - interval '16 seconds' where state = 'active'`,
  );
  const dead = data();
  const attempts: [string, number][] = [];
  await new Promise<void>((resolve, reject) => {
    workQueue(queue, {
      score: {
        run: async ({ submissionId }, { attempt }) => {
          attempts.push([submissionId, attempt]);
          if (submissionId === dead.submissionId) throw new Error("no luck");
          await enqueue(queue, database.db, scoreJob, dead, "dead");
          await database.db.execute(
            sql`update pgboss.job set retry_limit = 0 where data->>'submissionId' = ${dead.submissionId}`,
          );
        },
        onDead: async ({ submissionId }, reason) => {
          expect([submissionId, reason]).toEqual([dead.submissionId, "no luck"]);
          resolve();
        },
      },
    }).catch(reject);
  });
  expect(attempts).toEqual([
    [job.submissionId, 1],
    [dead.submissionId, 0],
  ]);
});

function message(child: ChildProcess, expected: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on("message", (value) => {
      if (value === expected) resolve();
    });
    child.once("exit", (code, signal) => reject(new Error(`worker ended: ${code ?? signal}`)));
  });
}
