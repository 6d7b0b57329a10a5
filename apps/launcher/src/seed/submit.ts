import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Auth, createAuth } from "@maskboard/api";
import { createClient, uploadSubmission, waitForSubmission } from "@maskboard/cli/client";
import { MaskboardError } from "@maskboard/contracts";
import { closeDb, createDb } from "@maskboard/db";
import { runStep } from "../../../../scripts/lib/terminal.mjs";
import type { Home } from "../home.ts";
import { authSettings, type ServiceSettings } from "../services.ts";
import type { WaitingTeam } from "./house-teams.ts";
import { SEED_SLUG } from "./plan.ts";
import { doneFile, predictionFile, type Seed } from "./prepare.ts";
import { createKey } from "./users.ts";

/**
 * Hands in for the house teams at the site, as any team would, and waits for their scores.
 *
 * @param site Where this machine reaches the site.
 * @throws {MaskboardError} `internal` when a submission is not scored.
 */
export async function submitHouseTeams(
  settings: ServiceSettings,
  { waiting }: Seed,
  site: string,
  signal: AbortSignal,
): Promise<void> {
  if (waiting.length === 0) return;
  const work = async (step: { note(text: string): void }): Promise<void> => {
    const db = createDb(settings.databaseUrl, { max: 2 });
    try {
      const auth = createAuth(db, authSettings(settings));
      for (const one of waiting) {
        signal.throwIfAborted();
        step.note(one.team.name);
        await handIn(auth, settings.home, one, site);
      }
    } finally {
      await closeDb(db);
    }
  };
  await runStep("House teams hand in", work, "House teams are on the board");
}

async function handIn(
  auth: Auth,
  home: Home,
  { team, userId, submissionId }: WaitingTeam,
  site: string,
): Promise<void> {
  const client = createClient({ url: site, key: await createKey(auth, userId, "hand in", 1) });
  const file = predictionFile(home, team);
  const id =
    submissionId ??
    (await uploadSubmission(client, { file, challenge: SEED_SLUG, note: team.note }));
  const { state, error } = await waitForSubmission(client, id);
  if (state === "scored") return;
  throw new MaskboardError(
    "internal",
    `The submission of the house team "${team.name}" was not scored: ${error?.message ?? state}`,
  );
}

/** Notes that nothing of the seed is left to do, and removes what was only needed for it. */
export async function finishSeed(home: Home): Promise<void> {
  await writeFile(doneFile(home), `${new Date().toISOString()}\n`);
  for (const folder of [SEED_SLUG, "predictions"]) {
    await rm(join(home.seed, folder), { recursive: true, force: true });
  }
}
