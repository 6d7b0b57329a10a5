import { closeDb, createDb, createQueue, type Db, type Queue } from "@maskboard/db";
import { createStorage, type Storage } from "@maskboard/storage";
import { type Auth, createAuth } from "./auth/create-auth.ts";
import { type ApiEnv, processEnv } from "./env.ts";
import { type Changes, openChanges } from "./live/changes.ts";
import { BoardCache } from "./views/board-cache.ts";

/** All that procedures and handlers work with; one set for each process. */
export interface Services {
  readonly env: ApiEnv;
  readonly db: Db;
  readonly queue: Queue;
  readonly storage: Storage;
  readonly auth: Auth;
  readonly changes: Changes;
  readonly boards: BoardCache;
  close(): Promise<void>;
}

/** Opens everything; the database must be migrated. */
export async function createServices(env: ApiEnv): Promise<Services> {
  const db = createDb(env.databaseUrl);
  const storage = createStorage(env.storageUrl, env.s3);
  const queue = await createQueue(env.databaseUrl);
  const changes = await openChanges(env.databaseUrl);
  return {
    env,
    db,
    storage,
    queue,
    changes,
    auth: createAuth(db, env),
    boards: new BoardCache(db),
    close: async () => {
      await changes.close();
      await queue.stop({ seconds: 0 });
      storage.close();
      await closeDb(db);
    },
  };
}

// Bundlers may load this module more than once into a process; the connections are opened once.
const KEY = Symbol.for("maskboard.services");
const shared = globalThis as { [KEY]?: Promise<Services> };

/** The services of this process, opened by the first request and configured by its environment. */
export function getServices(): Promise<Services> {
  shared[KEY] ??= createServices(processEnv()).catch((error) => {
    delete shared[KEY];
    throw error;
  });
  return shared[KEY];
}
