import { SCORER_VERSION } from "@maskboard/contracts";
import { eq } from "drizzle-orm";
import type { Db } from "../client.ts";
import {
  type Actor,
  beginUpload,
  finishUpload,
  type NewScore,
  publishScore,
  startAttempt,
  startScoring,
} from "../queries/index.ts";
import type { Queue } from "../queue/index.ts";
import { score, submission } from "../schema/index.ts";
import { type createTestChallenge, evaluationOf } from "./fixtures.ts";

type TestChallenge = Awaited<ReturnType<typeof createTestChallenge>>;

/** A score of the test challenge; the private split's is a little lower. */
export function scoreOf(
  challenge: TestChallenge,
  submissionId: string,
  meanIou: number,
  privateMeanIou = meanIou * 0.9,
): NewScore {
  const part = (value: number) => ({
    meanIou: value,
    interval: [Math.max(0, value - 0.05), Math.min(1, value + 0.05)] as const,
    evaluation: evaluationOf([value, value]),
  });
  const { splitVersionId, images } = challenge;
  return {
    submissionId,
    splitVersionId,
    scorerVersion: SCORER_VERSION,
    public: part(meanIou),
    private: part(privateMeanIou),
    images: [
      { imageId: images.c!, split: "public", meanIou, matrix: [0, 8, 4, 8] },
      { imageId: images.d!, split: "public", meanIou: null, matrix: [] },
      { imageId: images.e!, split: "private", meanIou: privateMeanIou, matrix: [0, 16] },
      { imageId: images.f!, split: "private", meanIou: privateMeanIou, matrix: [4, 16] },
    ],
  };
}

/** Uploads a file that exists by name only, up to the state `queued`. */
export async function uploadTestFile(
  db: Db,
  queue: Queue,
  challenge: TestChallenge,
  actor: Actor,
  file: { sha256?: string; note?: string } = {},
): Promise<string> {
  const { slug } = challenge;
  const begun = await beginUpload(db, {
    slug,
    actor,
    lane: "masks",
    filename: "masks.zip",
    bytes: 1_000,
    note: file.note,
  });
  const id = begun.submissionId;
  const sha256 = file.sha256 ?? id.replaceAll("-", "").padEnd(64, "0");
  const artifactKey = `submissions/${id}/${sha256}.zip`;
  await finishUpload(db, queue, id, { sha256, bytes: 1_000, artifactKey });
  return id;
}

/** Takes a submission through all states to a public mean IoU; `at` sets its time back. */
export async function submitScored(
  db: Db,
  queue: Queue,
  challenge: TestChallenge,
  actor: Actor,
  meanIou: number,
  options: { privateMeanIou?: number; at?: Date } = {},
): Promise<string> {
  const id = await uploadTestFile(db, queue, challenge, actor);
  await startAttempt(db, id);
  await startScoring(db, id, { notices: [], total: 4 });
  await publishScore(db, scoreOf(challenge, id, meanIou, options.privateMeanIou));
  if (options.at) {
    const { at } = options;
    await db.update(submission).set({ createdAt: at }).where(eq(submission.id, id));
    const times = { createdAt: at, submittedAt: at, publishedAt: at };
    await db.update(score).set(times).where(eq(score.submissionId, id));
  }
  return id;
}
