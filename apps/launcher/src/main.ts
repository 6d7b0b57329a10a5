/** The launcher: database, seed, site and scorer from one command, and all of it ended together. */
import { MaskboardError } from "@maskboard/contracts";
import { print, problem, runStep } from "../../../scripts/lib/terminal.mjs";
import { checkOwnDatabase, openDatabase } from "./database.ts";
import { readEnv } from "./env.ts";
import { prepareHome } from "./home.ts";
import { takeLock } from "./lock.ts";
import { requirePort } from "./port.ts";
import { buildSite, siteIsBuilt } from "./process/site-build.ts";
import { keptSecret } from "./secrets.ts";
import { prepareSeed } from "./seed/prepare.ts";
import { finishSeed, submitHouseTeams } from "./seed/submit.ts";
import { type ServiceSettings, startServices } from "./services.ts";
import { Shutdown } from "./shutdown.ts";
import { checkStorage } from "./storage.ts";
import { welcome } from "./welcome.ts";

/** How long the port may still be held by the children of a launcher that was killed. */
const RECOVERY_MS = 8_000;

const dev = process.argv.includes("--dev");
const shutdown = new Shutdown();

async function start(): Promise<void> {
  const began = Date.now();
  const env = readEnv();
  const home = await prepareHome(env.home);
  const lock = await takeLock(home.lock);
  shutdown.add("The lock", () => lock.release());
  await requirePort(env.port, env.host, lock.recovered ? RECOVERY_MS : 0);
  await Promise.all([checkOwnDatabase(env), checkStorage(env)]);
  const authSecret = env.authSecret ?? (await keptSecret(home.secret));

  const building =
    dev || siteIsBuilt()
      ? Promise.resolve()
      : runStep(
          "Building the site",
          (step) => buildSite((line) => step.note(line), shutdown.signal),
          "Site built",
        );
  const prepared = (async () => {
    const databaseUrl = await openDatabase(env, home, shutdown);
    shutdown.signal.throwIfAborted();
    const settings: ServiceSettings = { env, home, databaseUrl, authSecret, dev };
    return { settings, seed: await prepareSeed(settings, shutdown.signal) };
  })();
  const [, { settings, seed }] = await together(building, prepared);

  shutdown.signal.throwIfAborted();
  const site = await startServices(settings, shutdown);
  shutdown.signal.throwIfAborted();
  await submitHouseTeams(settings, seed, site, shutdown.signal);
  await finishSeed(home);
  shutdown.signal.throwIfAborted();
  print(welcome(env, home, seed.credentials, Date.now() - began));
}

/** Waits for both; the failure of one ends the other early, so that nothing goes on unseen. */
async function together<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  let first: unknown;
  const watch = (error: unknown): void => {
    first ??= error;
    shutdown.cancel();
  };
  a.catch(watch);
  b.catch(watch);
  await Promise.allSettled([a, b]);
  if (first) throw first;
  return [await a, await b];
}

function explain(error: unknown): void {
  if (!(error instanceof MaskboardError)) {
    problem(`Maskboard could not start: ${error instanceof Error ? error.stack : String(error)}`);
    return;
  }
  const { lines } = error.details;
  if (Array.isArray(lines)) for (const line of lines) print(`    ${line}`);
  problem(error.message);
}

let ready = false;
const asked = shutdown.asked();
const starting = start().then(() => {
  ready = true;
});
const failure: unknown = await Promise.race([asked, starting.then(() => asked)]).catch(
  (error: unknown) => error,
);
await shutdown.run(starting);
if (failure) explain(failure);
else print("  Stopped.\n");
process.exit(failure ? 1 : ready ? 0 : 130);
