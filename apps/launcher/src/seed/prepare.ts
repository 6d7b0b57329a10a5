import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Auth, createAuth } from "@maskboard/api";
import { challengeExists, closeDb, createDb, type Db } from "@maskboard/db";
import { startStep } from "../../../../scripts/lib/terminal.mjs";
import type { Credentials } from "../credentials.ts";
import type { Home } from "../home.ts";
import { HOUSE_TEAMS, type HouseTeam } from "../house/teams.ts";
import { runTask } from "../process/task.ts";
import { authSettings, type ServiceSettings } from "../services.ts";
import { type DemoAccounts, ensureDemoAccounts } from "./demo-accounts.ts";
import { ensureHouseTeams, type WaitingTeam } from "./house-teams.ts";
import { importSeed } from "./import.ts";
import { type DrawRequest, drawMessageSchema } from "./messages.ts";
import { SEED_SLUG } from "./plan.ts";

export interface Seed {
  readonly credentials: Credentials;
  /** House teams that have to hand in, or to wait for their score. */
  readonly waiting: readonly WaitingTeam[];
}

/** Is there once all of the seed is done; what people change or delete later stays their way. */
export const doneFile = (home: Home): string => join(home.seed, "done");

const predictionFolder = (home: Home): string => join(home.seed, "predictions");

/** Where a house team's predictions lie until they are handed in. */
export const predictionFile = (home: Home, { slug }: HouseTeam): string =>
  join(predictionFolder(home), `${slug}.zip`);

/**
 * Makes accounts, challenge, house teams and their predictions, each unless it is there, so that a
 * start that was interrupted goes on where it was.
 */
export async function prepareSeed(settings: ServiceSettings, signal: AbortSignal): Promise<Seed> {
  const db = createDb(settings.databaseUrl, { max: 4 });
  try {
    const auth = createAuth(db, authSettings(settings));
    const accounts = await ensureDemoAccounts(db, auth, settings);
    const { credentials, fresh } = accounts;
    if (existsSync(doneFile(settings.home)) && !fresh) return { credentials, waiting: [] };
    return { credentials, waiting: await makeChallenge(db, auth, settings, accounts, signal) };
  } finally {
    await closeDb(db);
  }
}

async function makeChallenge(
  db: Db,
  auth: Auth,
  settings: ServiceSettings,
  { organizerId }: DemoAccounts,
  signal: AbortSignal,
): Promise<WaitingTeam[]> {
  const { home, env } = settings;
  const folder = join(home.seed, SEED_SLUG);
  const draw = (teams: readonly HouseTeam[], onDrawn?: () => void): Promise<void> =>
    drawAndPredict(
      {
        folder,
        predictions: predictionFolder(home),
        ...env.seed,
        teams: teams.map(({ slug }) => slug),
      },
      signal,
      onDrawn,
    );
  if (await challengeExists(db, SEED_SLUG)) {
    const waiting = await ensureHouseTeams(db, auth);
    const missing = waiting.filter(({ submissionId }) => !submissionId);
    if (missing.length > 0) await draw(missing.map(({ team }) => team));
    return waiting;
  }
  // The import needs the pictures only, so it runs while the baselines are trained.
  const drawn = Promise.withResolvers<void>();
  const predicted = draw(HOUSE_TEAMS, drawn.resolve);
  predicted.catch(drawn.reject);
  await drawn.promise;
  await importSeed(db, env, folder, organizerId, signal);
  const waiting = await ensureHouseTeams(db, auth);
  await predicted;
  return waiting;
}

/** Runs `draw.ts`. @param onDrawn Called when the challenge folder is complete. */
async function drawAndPredict(
  request: DrawRequest,
  signal: AbortSignal,
  onDrawn?: () => void,
): Promise<void> {
  let step = startStep("Drawing animals");
  try {
    await runTask({
      name: "Drawing the seeded challenge",
      args: ["apps/launcher/src/seed/draw.ts", JSON.stringify(request)],
      signal,
      onMessage: (raw) => {
        const message = drawMessageSchema.parse(raw);
        if (message.kind === "drawing") step.note(`${message.done} of ${message.total}`);
        if (message.kind === "predicting") step.note(message.team);
        if (message.kind !== "drawn") return;
        step.done("Animals drawn");
        step = startStep("Training the house teams' baselines");
        onDrawn?.();
      },
    });
    step.done("House teams' baselines trained");
  } catch (error) {
    step.fail();
    throw error;
  }
}
