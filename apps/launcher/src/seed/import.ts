import { readChallengeFolder } from "@maskboard/data";
import type { Db } from "@maskboard/db";
import { importChallenge } from "@maskboard/ingest";
import { createStorage } from "@maskboard/storage";
import { runStep } from "../../../../scripts/lib/terminal.mjs";
import type { LauncherEnv } from "../env.ts";
import { SEED_SLUG } from "./plan.ts";

/** Imports the drawn folder as a published challenge, as any organizer's folder would be. */
export async function importSeed(
  db: Db,
  env: LauncherEnv,
  folder: string,
  organizerId: string,
  signal: AbortSignal,
): Promise<void> {
  await runStep(
    "Importing the challenge",
    async (step) => {
      const storage = createStorage(env.storageUrl, env.s3);
      try {
        await importChallenge({
          db,
          storage,
          folder: await readChallengeFolder(folder, { signal }),
          slug: SEED_SLUG,
          organizerIds: [organizerId],
          publish: true,
          siteUrl: env.publicUrl,
          onProgress: ({ done, total }) => step.note(`${done} of ${total}`),
          signal,
        });
      } finally {
        storage.close();
      }
    },
    "Challenge imported",
  );
}
