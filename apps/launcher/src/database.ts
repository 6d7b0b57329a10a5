import { checkDatabase, migrate } from "@maskboard/db";
import { startEmbedded } from "@maskboard/db/embedded";
import { runStep } from "../../../scripts/lib/terminal.mjs";
import type { LauncherEnv } from "./env.ts";
import type { Home } from "./home.ts";
import type { Shutdown } from "./shutdown.ts";

/**
 * Brings up the database with its current schema and resolves to its address.
 *
 * @throws {MaskboardError} `misconfigured`, with what to do, when it can't be used.
 */
export async function openDatabase(
  { databaseUrl }: LauncherEnv,
  home: Home,
  shutdown: Shutdown,
): Promise<string> {
  if (databaseUrl) {
    await runStep("Preparing your database", () => migrate(databaseUrl), "Your database is ready");
    return databaseUrl;
  }
  return runStep(
    "Starting Postgres",
    async (step) => {
      const server = await startEmbedded({ folder: home.postgres });
      shutdown.add("Postgres", () => server.stop());
      step.note("migrations");
      await migrate(server.url);
      return server.url;
    },
    "Postgres is ready",
  );
}

/** Finds out before anything else is done whether a database of one's own can be used. */
export async function checkOwnDatabase({ databaseUrl }: LauncherEnv): Promise<void> {
  if (databaseUrl) await checkDatabase(databaseUrl);
}
