import { checkDatabase, migrate } from "@maskboard/db";
import { type EmbeddedPostgres, startEmbedded } from "@maskboard/db/embedded";
import { green, print, runStep, yellow } from "../../../scripts/lib/terminal.mjs";
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
      keepAlive(server, home.postgres, shutdown);
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

const WATCH_MS = 1_000;

/** Brings Postgres back when it dies, at the same address: the site and the scorer reconnect. */
export function keepAlive(server: EmbeddedPostgres, folder: string, shutdown: Shutdown): void {
  let starting: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    if (starting || server.isRunning()) return;
    print(`  ${yellow("!")} Postgres died; it starts again.`);
    starting = startEmbedded({ folder, port: server.port })
      .then(
        () => print(`  ${green("✓")} Postgres is back.`),
        (error: Error) => print(`  ${yellow("!")} ${error.message}`),
      )
      .finally(() => {
        starting = undefined;
      });
  }, WATCH_MS);
  timer.unref();
  shutdown.add("The watch over Postgres", async () => {
    clearInterval(timer);
    await starting;
  });
}
