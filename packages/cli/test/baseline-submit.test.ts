import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createClient } from "../src/client/index.ts";
import type { TestAccount } from "./site.ts";
import { createWorld, type World } from "./world.ts";

/* `pnpm baseline:submit` as people and scripts have it: what is printed, and the exit code. */

const BASELINES = new URL("../../../baselines/src/main.ts", import.meta.url).pathname;

let world: World;
let ann: TestAccount;

beforeAll(async () => {
  world = await createWorld({ width: 40, height: 30 });
  ann = await world.enter("Ann", "Snails");
}, 120_000);
afterAll(() => world?.stop());

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs it against the site, as Ann, with nothing of this machine's own. */
function submit(args: string[], environment: Record<string, string> = {}): Promise<Ended> {
  const { PATH = "" } = process.env;
  const server = { MASKBOARD_URL: world.site.url, MASKBOARD_API_KEY: ann.key };
  const env = { PATH, MASKBOARD_HOME: world.folder, ...server, ...environment };
  const full = [BASELINES, "submit", ...args];
  if (!args.includes("--challenge")) full.push("--challenge", "shells");
  return new Promise((done) => {
    execFile(process.execPath, full, { env }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

/** What the server or this program says that does not come to a submission. */
const refused = (code: number, text: RegExp) => ({
  ...{ code, stdout: "" },
  stderr: expect.stringMatching(text),
});

it("shows the score of masks, in words and as JSON", async () => {
  const file = await world.spoiled(12);
  expect(await submit([file])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^mean IoU 0\.\d{4}, rank 1\n$/),
  });
  const { code, stdout } = await submit([file, "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ status: "scored", rank: 1, error: null });
});

it("ends with 1 where the submission is invalid, with the reason and what to change", async () => {
  const file = join(world.folder, "no.zip");
  await writeFile(file, "no zip");
  expect(await submit([file])).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^invalid: The file is not a zip archive\.\nUpload a \.zip file/),
  });
});

it("ends with 1 where the server refuses", async () => {
  const file = await world.spoiled(0);
  const bob = { MASKBOARD_API_KEY: (await world.site.account("Bob")).key };
  expect(await submit([file], { MASKBOARD_API_KEY: "mbk_wrong" })).toMatchObject(
    refused(1, /API key is not valid/),
  );
  expect(await submit([file, "--challenge", "nope"])).toMatchObject(
    refused(1, /no challenge "nope"/),
  );
  expect(await submit([file], bob)).toMatchObject(refused(1, /in no team.*\n.*--team NAME/));
  expect(await submit([file, "--team", "Winkles"], bob)).toMatchObject({ code: 0 });
});

it("ends with 1 where a lane, or the challenge, is closed", async () => {
  const { ask, trpc } = createClient({ url: world.site.url, key: world.olga.key });
  await ask(trpc.setup.edit.mutate({ slug: "shells", edit: { lanes: ["masks"] } }));
  const net = join(world.folder, "net.onnx");
  await writeFile(net, "a model");
  expect(await submit([net])).toMatchObject(refused(1, /takes no model submissions/));
  await ask(trpc.setup.setStatus.mutate({ slug: "shells", to: "closed" }));
  expect(await submit([await world.spoiled(1)])).toMatchObject(
    refused(1, /takes no submissions now/),
  );
});

it("ends with 2 where the command line is at fault, and with 3 without a server", async () => {
  const file = await world.spoiled(0);
  expect(await submit(["--bogus"])).toMatchObject(refused(2, /unknown option/));
  expect(await submit(["missing.zip"])).toMatchObject(refused(2, /missing\.zip does not exist/));
  expect(await submit([world.folder])).toMatchObject(refused(2, /is no file/));
  expect(await submit([file, "--url", "foo"])).toMatchObject(refused(2, /not an address/));
  expect(await submit([file], { MASKBOARD_URL: "foo" })).toMatchObject(
    refused(2, /^MASKBOARD_URL is "foo", which can't be used[^\n]*\nCorrect or unset/),
  );
  expect(await submit([file, "--url", "http://127.0.0.1:1"])).toMatchObject(
    refused(3, /can't be reached/),
  );
});
