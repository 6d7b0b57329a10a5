import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Lane, SubmissionState } from "@maskboard/contracts";
import { encodeLabelPng, readChallengeFolder, zipToBuffer } from "@maskboard/data";
import {
  beginUpload,
  closeDb,
  createDb,
  createQueue,
  createTeam,
  type Db,
  finishUpload,
  listEvents,
  type Queue,
  schema,
} from "@maskboard/db";
import { importChallenge } from "@maskboard/ingest";
import { type DrawnChallenge, type DrawOptions, drawChallenge } from "@maskboard/ingest/testing";
import { createStorage, type Storage } from "@maskboard/storage";
import { expect, vi } from "vitest";
import { type Env, readEnv } from "../src/env.ts";

const USER = { id: "ann", name: "Ann", email: "ann@example.org" };

export interface World {
  readonly db: Db;
  readonly queue: Queue;
  readonly storage: Storage;
  readonly folder: string;
  readonly drawn: DrawnChallenge;
  readonly challengeId: string;
  readonly variables: Record<string, string>;
  /** Settings of a scorer of this world. */
  env(overrides?: Record<string, string>): Env;
  /** A zip of the truth moved to the right by some pixels; void becomes ground. */
  predictions(shift: number): Promise<Buffer>;
  /**
   * Uploads a file as the team does, to the point where it is in the queue.
   * @param stored what storage holds in place of the file that was sent
   */
  submit(zip: Uint8Array, stored?: Uint8Array, lane?: Lane, userId?: string): Promise<string>;
  /** Waits until the submission is in one of the states. */
  reaches(id: string, states: SubmissionState[], timeoutMs?: number): Promise<void>;
  /** States it has gone through. */
  states(id: string): Promise<SubmissionState[]>;
  close(): Promise<void>;
}

/** A challenge with a team, in a database and a storage folder of its own. */
export async function createWorld(databaseUrl: string, options: DrawOptions = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), "scorer-test-"));
  const storageUrl = pathToFileURL(join(folder, "storage")).href;
  const db = createDb(databaseUrl, { max: 4 });
  const queue = await createQueue(databaseUrl);
  const storage = createStorage(storageUrl);
  await db.insert(schema.user).values(USER);
  const drawn = await drawChallenge(join(folder, "challenge"), options);
  const { challengeId } = await importChallenge({
    db,
    storage,
    slug: "shells",
    organizerIds: [],
    publish: true,
    folder: await readChallengeFolder(drawn.folder),
    siteUrl: "http://localhost:3000",
  });
  await createTeam(db, { challengeId, userId: USER.id, name: "Snails" });
  const variables = {
    DATABASE_URL: databaseUrl,
    STORAGE_URL: storageUrl,
    MASKBOARD_HOME: folder,
    LOG_LEVEL: "silent",
  };
  return {
    db,
    queue,
    storage,
    folder,
    drawn,
    challengeId,
    variables,
    env: (overrides = {}) => readEnv({ ...variables, ...overrides }),
    predictions: (shift) =>
      zipToBuffer(
        drawn.test.map(({ stem, width, height, labels }) => ({
          path: `${stem}.png`,
          data: encodeLabelPng(moved(labels, width, shift), width, height),
        })),
      ),
    async submit(zip, stored = zip, lane = "masks", userId = USER.id) {
      const { submissionId } = await beginUpload(db, {
        slug: "shells",
        actor: { id: userId, admin: false },
        lane,
        filename: "masks.zip",
        bytes: zip.length,
      });
      const sha256 = createHash("sha256").update(zip).digest("hex");
      const artifactKey = `submissions/${submissionId}/${sha256}.zip`;
      await storage.put(artifactKey, stored);
      await finishUpload(db, queue, submissionId, { sha256, bytes: zip.length, artifactKey });
      return submissionId;
    },
    async reaches(id, states, timeoutMs = 25_000) {
      // Not expect.poll, which tests that run at once can't use.
      const there = async () => expect((await find(db, id)).state).toBeOneOf(states);
      await vi.waitFor(there, { timeout: timeoutMs, interval: 50 });
    },
    states: async (id) => (await listEvents(db, id)).map(({ state }) => state),
    async close() {
      await queue.stop({ seconds: 0 });
      await closeDb(db);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function find(db: Db, id: string) {
  const row = await db.query.submission.findFirst({ where: (table, { eq }) => eq(table.id, id) });
  if (!row) throw new Error(`no submission ${id}`);
  return row;
}

export async function scoresOf(db: Db, id: string) {
  return db.query.score.findMany({ where: (table, { eq }) => eq(table.submissionId, id) });
}

export function moved(labels: Uint8Array, width: number, shift: number): Uint8Array {
  return labels.map((_, at) => {
    const x = at % width;
    const label = x < shift ? 1 : labels[at - shift]!;
    return label === 255 ? 1 : label;
  });
}
