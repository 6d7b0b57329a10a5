import { join } from "node:path";
import { green, print, runStep, yellow } from "../../../scripts/lib/terminal.mjs";
import type { LauncherEnv } from "./env.ts";
import type { Home } from "./home.ts";
import { freePort } from "./port.ts";
import { SERVICES } from "./process/commands.ts";
import { Service, type ServiceEvent } from "./process/service.ts";
import { watchServerCode } from "./process/watch.ts";
import type { Shutdown } from "./shutdown.ts";

function tell(event: ServiceEvent): void {
  if (event.kind === "back") print(`  ${green("✓")} The ${event.name} is back.`);
  else {
    const pause = `${(event.pauseMs / 1000).toFixed(1)} s`;
    print(`  ${yellow("!")} The ${event.name} ${event.how}; it starts again in ${pause}.`);
  }
}

export interface ServiceSettings {
  readonly env: LauncherEnv;
  readonly home: Home;
  readonly databaseUrl: string;
  readonly authSecret: string;
  readonly dev: boolean;
}

/** Settings that the site and the scorer read; see their own `env.ts`. */
function sharedEnv(settings: ServiceSettings): Record<string, string> {
  const { env, home, databaseUrl, authSecret, dev } = settings;
  return {
    NODE_ENV: dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: databaseUrl,
    MASKBOARD_HOME: home.root,
    STORAGE_URL: env.storageUrl,
    BETTER_AUTH_SECRET: authSecret,
    PUBLIC_URL: env.publicUrl,
    PORT: String(env.port),
  };
}

/** What the API's `createAuth` needs. Sign-in through others is the site's business alone. */
export const authSettings = ({ env, authSecret }: ServiceSettings) => ({
  authSecret,
  publicUrl: env.publicUrl,
  github: null,
});

/**
 * Runs the site and one scorer until the shutdown; resolves when both are ready, to the address
 * where this machine reaches the site.
 */
export async function startServices(
  settings: ServiceSettings,
  shutdown: Shutdown,
): Promise<string> {
  const { env, home, dev } = settings;
  const address = `http://${reachable(env.host)}:${env.port}`;
  const shared = sharedEnv(settings);
  const scorerPort = await freePort();
  const host = env.host === undefined ? [] : ["-H", env.host];
  const site = new Service({
    name: "site",
    args: [...(dev ? SERVICES.webDev : SERVICES.web), ...host],
    env: shared,
    logFile: join(home.logs, "web.log"),
    ready: `${address}/healthz`,
    onEvent: tell,
  });
  const scorer = new Service({
    name: "scorer",
    args: dev ? SERVICES.scorerDev : SERVICES.scorer,
    env: { ...shared, SCORER_PORT: String(scorerPort), SCORER_HOST: "127.0.0.1" },
    logFile: join(home.logs, "scorer.log"),
    ready: `http://127.0.0.1:${scorerPort}/readyz`,
    onEvent: tell,
  });
  for (const service of [site, scorer]) {
    shutdown.add(`The ${service.options.name}`, () => service.stop());
  }
  await runStep(
    "Starting the site and a scorer",
    () => Promise.all([site.start(), scorer.start()]),
    "Site and scorer are ready",
  );
  if (dev) restartOnChange(site, shutdown);
  return address;
}

/** The bundler reloads pages; the packages that Node itself loads into the site need a restart. */
function restartOnChange(site: Service, shutdown: Shutdown): void {
  const watcher = watchServerCode((file) => {
    print(`  ${yellow("↻")} ${file} changed; the site restarts.`);
    void site.restart();
  });
  shutdown.add("The watcher", async () => watcher.close());
}

/** Where this machine itself reaches a server that listens on `host`. */
function reachable(host: string | undefined): string {
  if (host === undefined || host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}
