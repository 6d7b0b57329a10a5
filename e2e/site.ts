import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { freePort } from "../apps/launcher/src/port.ts";

export interface SiteCredentials {
  url: string;
  accounts: { role: string; email: string; password: string; apiKey: string }[];
}

declare module "vitest" {
  interface ProvidedContext {
    site: SiteCredentials;
    siteHome: string;
  }
}

const root = resolve(import.meta.dirname, "..");

/** What a newcomer gets: the launcher as `npm start` runs it, in an empty folder. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), "maskboard-e2e-"));
  const port = await freePort();
  const child = spawn(process.execPath, ["apps/launcher/src/main.ts"], {
    cwd: root,
    env: { ...process.env, MASKBOARD_HOME: home, PORT: String(port), NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: string[] = [];
  const ended = new Promise<number | null>((done) => child.once("exit", done));
  const ready = new Promise<void>((done) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output.push(text);
        if (text.includes("Maskboard is ready")) done();
      });
    }
  });
  const stop = async () => {
    if (child.exitCode === null) child.kill("SIGINT");
    await ended;
    await rm(home, { recursive: true, force: true });
  };
  const died = ended.then((code) => {
    throw new Error(`The site ended with ${code} before it was ready:\n${output.join("")}`);
  });
  await Promise.race([ready, died]).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  died.catch(() => undefined);
  project.provide("site", JSON.parse(await readFile(join(home, "credentials.json"), "utf8")));
  project.provide("siteHome", home);
  return stop;
}
