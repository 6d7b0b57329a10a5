import { join } from "node:path";
import { encodeLabelPng, writeZip } from "@maskboard/data";
import { type DrawnChallenge, type DrawOptions, drawChallenge } from "@maskboard/ingest/testing";
import { expect } from "vitest";
import { createClient } from "../src/client/index.ts";
import { type Outcome, runCli, temporaryFolder } from "./run-cli.ts";
import { startSite, type TestAccount, type TestSite } from "./site.ts";

/** A site with a published challenge, "shells". */
export interface World {
  readonly site: TestSite;
  /** For files of the tests. */
  readonly folder: string;
  readonly drawn: DrawnChallenge;
  /** An admin, who imported the challenge. */
  readonly olga: TestAccount;
  /** Somebody with a team of their own. */
  enter(name: string, team: string): Promise<TestAccount>;
  /** Runs the command line with `--json`, as Olga if nobody else is named. */
  run(args: string[], account?: TestAccount): Promise<Outcome>;
  /** The same, for what must succeed. @returns what it printed */
  done<Value>(args: string[], account?: TestAccount): Promise<Value>;
  /** A zip of the truth in which so many rows of each mask are wrong. @returns its path */
  spoiled(rows: number): Promise<string>;
  /** Submits such a zip and waits for its score. @returns the submission's id */
  submit(account: TestAccount, rows: number): Promise<string>;
  stop(): Promise<void>;
}

export async function createWorld(options: DrawOptions): Promise<World> {
  const folder = await temporaryFolder("cli");
  const site = await startSite();
  const drawn = await drawChallenge(join(folder.path, "shells"), options);
  const olga = await site.account("Olga", "admin");
  const world: World = {
    site,
    folder: folder.path,
    drawn,
    olga,
    async enter(name, team) {
      const account = await site.account(name);
      const { ask, trpc } = createClient({ url: site.url, key: account.key });
      await ask(trpc.team.create.mutate({ slug: "shells", name: team }));
      return account;
    },
    run: (args, account = olga) =>
      runCli([...args, "--json"], {
        config: join(folder.path, account.email),
        env: { MASKBOARD_URL: site.url, MASKBOARD_API_KEY: account.key },
      }),
    async done<Value>(args: string[], account = olga) {
      const outcome = await world.run(args, account);
      expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
      return outcome.json<Value>();
    },
    async spoiled(rows) {
      const masks = drawn.test.map(({ stem, width, height, labels }) => {
        const predicted = labels.slice();
        predicted.fill(labels[0]!, 0, rows * width);
        return { path: `${stem}.png`, data: encodeLabelPng(predicted, width, height) };
      });
      const file = join(folder.path, `${rows}.zip`);
      await writeZip(file, masks);
      return file;
    },
    async submit(account, rows) {
      const args = ["submit", await world.spoiled(rows), "--challenge", "shells", "--wait"];
      return (await world.done<{ id: string }>(args, account)).id;
    },
    async stop() {
      await site.stop();
      await folder[Symbol.asyncDispose]();
    },
  };
  await world.done(["admin", "import", drawn.folder, "--slug", "shells", "--publish"]);
  return world;
}
