import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { encodeLabelPng, writeZip } from "@maskboard/data";
import { type DrawnChallenge, drawChallenge } from "@maskboard/ingest/testing";
import { expect } from "vitest";

const CLI = resolve(import.meta.dirname, "../packages/cli/src/main.ts");

export interface CliAccount {
  readonly url: string;
  readonly apiKey: string;
  /** A folder for the command line's own files. */
  readonly home: string;
}

/** Runs the command line. @returns what it printed with `--json` */
export async function maskboard<Value>(account: CliAccount, args: string[]): Promise<Value> {
  const { url, apiKey, home } = account;
  const child = spawn(process.execPath, [CLI, ...args, "--json"], {
    env: {
      PATH: process.env.PATH,
      HOME: home,
      XDG_CONFIG_HOME: home,
      MASKBOARD_URL: url,
      MASKBOARD_API_KEY: apiKey,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err]: string[][] = [[], []];
  child.stdout.setEncoding("utf8").on("data", (text: string) => out!.push(text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => err!.push(text));
  const [code] = await once(child, "close");
  if (code !== 0)
    throw new Error(`maskboard ${args.join(" ")} ended with ${code}: ${err!.join("")}`);
  return JSON.parse(out!.join("")) as Value;
}

/** A published challenge of drawn shells; the first half of its test images is public. */
export async function publishShells(
  organizer: CliAccount,
  slug: string,
  folder: string,
): Promise<DrawnChallenge> {
  const drawn = await drawChallenge(join(folder, slug), { test: 8, width: 120, height: 90 });
  await maskboard(organizer, [
    ...["admin", "import", drawn.folder, "--slug", slug, "--title", "Shells of the sea"],
    "--publish",
  ]);
  return drawn;
}

/** A team with nobody but the account's owner. */
export async function makeTeam({ url, apiKey }: CliAccount, slug: string, name: string) {
  const answer = await fetch(`${url}/api/trpc/team.create`, {
    method: "POST",
    headers: { "x-api-key": apiKey, "content-type": "application/json" },
    body: JSON.stringify({ json: { slug, name } }),
  });
  expect(answer.status).toBe(200);
}

/** Masks that are true but for so many rows at the top, of public and of private images. */
export async function spoiledMasks(
  { test }: DrawnChallenge,
  file: string,
  rows: { public: number; private: number },
): Promise<string> {
  const items = test.map(({ stem, labels, width, height }, index) => {
    const spoiled = labels.slice();
    spoiled.fill(4, 0, (index < test.length / 2 ? rows.public : rows.private) * width);
    return { path: `${stem}.png`, data: encodeLabelPng(spoiled, width, height) };
  });
  await writeZip(file, items);
  return file;
}
