import type { ChildProcess } from "node:child_process";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Board,
  classMapSchema,
  type Evaluation,
  type SubmissionView,
} from "@maskboard/contracts";
import { encodeLabelPng, zipToBuffer } from "@maskboard/data";
import { DRAWN_CLASSES, type DrawnChallenge, drawChallenge } from "@maskboard/ingest/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient, uploadSubmission, waitForSubmission } from "../src/client/index.ts";
import { runCli, temporaryFolder } from "./run-cli.ts";
import { startSite, type TestAccount, type TestSite } from "./site.ts";

interface SubmitOutput {
  id: string | null;
  status: string;
  publicMeanIou: number | null;
  rank: number | null;
  perClass: { id: number; iou: number | null }[] | null;
  error: { code: string; message: string; details: Record<string, unknown> } | null;
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let site: TestSite;
let drawn: DrawnChallenge;
let ann: TestAccount;
let bob: TestAccount;

/** Runs the command line against the site, with `--json`, as the owner of the key. */
const run = (
  args: string[],
  account: TestAccount | null = ann,
  onStart?: (c: ChildProcess) => void,
) =>
  runCli([...args, "--json"], {
    config: join(folder.path, account?.email ?? "nobody"),
    env: { MASKBOARD_URL: site.url, ...(account ? { MASKBOARD_API_KEY: account.key } : {}) },
    ...(onStart ? { onStart } : {}),
  });

const api = (account: TestAccount) => createClient({ url: site.url, key: account.key });

/** A zip of masks, uncompressed so that there is something to send; `spoil` makes some wrong. */
async function maskZip(name: string, spoil: (labels: Uint8Array) => void = () => {}) {
  const masks = drawn.test.map(({ stem, width, height, labels }) => {
    const predicted = labels.slice();
    spoil(predicted);
    const data = encodeLabelPng(predicted, width, height, { level: 0 });
    return { path: `${stem}.png`, data };
  });
  const file = join(folder.path, name);
  await writeFile(file, await zipToBuffer(masks));
  return file;
}

beforeAll(async () => {
  folder = await temporaryFolder("participant");
  site = await startSite();
  drawn = await drawChallenge(join(folder.path, "shells"), { width: 600, height: 500 });
  const admin = await site.account("Olga", "admin");
  ann = await site.account("Ann");
  bob = await site.account("Bob");
  const imported = await run(
    ["admin", "import", drawn.folder, "--slug", "shells", "--publish"],
    admin,
  );
  expect(imported, imported.stderr).toMatchObject({ code: 0 });
  await api(ann).trpc.team.create.mutate({ slug: "shells", name: "Snails" });
}, 120_000);

afterAll(async () => {
  await site?.stop();
  await folder?.[Symbol.asyncDispose]();
});

describe("login", () => {
  const login = (config: string, args: string[], input?: string) =>
    runCli(["login", "--url", site.url, "--json", ...args], {
      config,
      ...(input === undefined ? {} : { input }),
    });

  it("makes a key from email and password, stores it for the owner alone, and it works", async () => {
    const config = join(folder.path, "with-password");
    const outcome = await login(config, ["--email", ann.email, "--password-stdin"], ann.password);
    expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
    const { credentials } = outcome.json<{ credentials: string }>();
    expect((await stat(credentials)).mode & 0o777).toBe(0o600);
    const whoami = await runCli(["whoami", "--json"], { config });
    expect(whoami.json()).toMatchObject({ url: site.url, email: ann.email, admin: false });
  });

  it("stores a given key", async () => {
    const config = join(folder.path, "with-key");
    expect((await login(config, ["--key", bob.key])).code).toBe(0);
    const whoami = await runCli(["whoami", "--json"], { config });
    expect(whoami.json()).toMatchObject({ email: bob.email });
  });

  it("refuses a wrong password and a wrong key, and stores nothing", async () => {
    const config = join(folder.path, "wrong");
    const password = await login(config, ["--email", ann.email, "--password-stdin"], "not this");
    expect(password.code).toBe(1);
    expect(password.json()).toMatchObject({ error: { code: "unauthenticated" } });
    const key = await login(config, ["--key", "mbk_nonsense"]);
    expect(key.code).toBe(1);
    expect(key.json()).toMatchObject({ error: { code: "unauthenticated" } });
    expect((await runCli(["whoami"], { config })).code).toBe(2);
  });
});

describe("challenges and data", () => {
  it("lists what there is", async () => {
    const outcome = await run(["challenges"]);
    expect(outcome.json()).toMatchObject([{ slug: "shells", title: "Shells", teams: 1 }]);
  });

  it("unpacks the kit, without hidden masks", async () => {
    const out = join(folder.path, "kit");
    const outcome = await run(["data", "shells", "--out", out]);
    expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
    expect(outcome.json()).toMatchObject({ folder: out, trainImages: 2, testImages: 4 });
    expect((await readdir(out)).sort()).toEqual([
      "README.md",
      "classes.json",
      "sample_submission.zip",
      "test",
      "train",
    ]);
    expect(await readdir(join(out, "test"))).toEqual(["images"]);
    const classes = JSON.parse(await readFile(join(out, "classes.json"), "utf8"));
    expect(classMapSchema.parse(classes).void).toBe(255);
    const sample = join(out, "sample_submission.zip");
    const check = await run(["check", sample, "--challenge", "shells"], null);
    expect(check.json()).toMatchObject({ valid: true, images: 4 });
  });

  it("does not know other challenges", async () => {
    const outcome = await run(["leaderboard", "shelves"]);
    expect(outcome.code).toBe(1);
    expect(outcome.json()).toMatchObject({ error: { code: "not_found" } });
  });
});

describe("submit", () => {
  it("needs a team", async () => {
    const outcome = await run(
      ["submit", await maskZip("no-team.zip"), "--challenge", "shells"],
      bob,
    );
    expect(outcome.code).toBe(1);
    expect(outcome.json<SubmitOutput>()).toMatchObject({ id: null, error: { code: "no_team" } });
  });

  it("checks first and sends nothing that would be refused", async () => {
    const file = await maskZip("stray.zip", (labels) => {
      labels[3] = 77;
    });
    site.receivedBytes();
    const outcome = await run(["submit", file, "--challenge", "shells", "--wait"]);
    expect(outcome.code).toBe(1);
    expect(outcome.json<SubmitOutput>()).toMatchObject({
      id: null,
      status: "invalid",
      error: { code: "mask_unknown_label", details: { x: 3, y: 0, value: 77 } },
    });
    expect(outcome.stderr).toContain("test_0000.png");
    expect(site.receivedBytes()).toBe(0);
    const check = await run(["check", file, "--challenge", "shells"]);
    expect(check.code).toBe(1);
    expect(check.json()).toMatchObject({ error: { code: "mask_unknown_label" } });
  });

  it("waits for the score, and the same numbers come from everywhere", async () => {
    const file = await maskZip("half.zip", (labels) => {
      // The feeler is missed altogether and taken for shell.
      for (let i = 0; i < labels.length; i++) if (labels[i] === 9) labels[i] = 4;
    });
    const outcome = await run([
      ...["submit", file, "--challenge", "shells", "--wait", "--note", "no feelers"],
    ]);
    expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
    const output = outcome.json<SubmitOutput>();
    expect(output).toMatchObject({ status: "scored", rank: 1, error: null });
    expect(Object.keys(output).sort()).toEqual([
      "error",
      "id",
      "perClass",
      "publicMeanIou",
      "rank",
      "status",
    ]);

    // The public half is the first two images; ground is right, feeler is 0.
    const shown = drawn.test.slice(0, 2).flatMap(({ labels }) => [...labels]);
    const shell = shown.filter((label) => label === 4).length;
    const feeler = shown.filter((label) => label === 9).length;
    const expected = (1 + shell / (shell + feeler) + 0) / 3;
    expect(output.publicMeanIou).toBeCloseTo(expected, 9);
    expect(output.perClass?.map(({ id }) => id)).toEqual([1, 4, 9]);
    expect(output.perClass?.[2]?.iou).toBe(0);

    const show = await run(["show", output.id!]);
    expect(show.json<SubmissionView>()).toMatchObject({
      note: "no feelers",
      state: "scored",
      publicMeanIou: output.publicMeanIou,
    });
    const mine = await run(["submissions", "shells"]);
    expect(mine.json()).toMatchObject({ rows: [{ id: output.id }], quota: { today: 1 } });
    const board = (await run(["leaderboard", "shells"])).json<Board>();
    expect(board).toMatchObject({
      challenge: "shells",
      split: "public",
      entries: [{ rank: 1, team: "Snails", submissions: 1 }],
    });
    expect(board.entries[0]?.meanIou).toBe(Number(expected.toFixed(board.rounding)));
  });

  it("gives the very numbers that evaluate gives", async () => {
    const mine = (await run(["submissions", "shells"])).json<{ rows: { id: string }[] }>();
    const { result } = (await run(["show", mine.rows[0]!.id])).json<SubmissionView>();
    const base = join(folder.path, "local");
    for (const name of ["truth", "pred"]) {
      await mkdir(join(base, name), { recursive: true });
      for (const { stem, width, height, labels } of drawn.test.slice(0, 2)) {
        const values = name === "truth" ? labels : labels.map((label) => (label === 9 ? 4 : label));
        await writeFile(join(base, name, `${stem}.png`), encodeLabelPng(values, width, height));
      }
    }
    await writeFile(join(base, "classes.json"), JSON.stringify(DRAWN_CLASSES));
    const local = await run([
      ...["evaluate", "--truth", join(base, "truth"), "--pred", join(base, "pred")],
      ...["--classes", join(base, "classes.json")],
    ]);
    const { meanIou, perClass, confusion, pixelAccuracy } = local.json<Evaluation>();
    expect({ meanIou, perClass, confusion, pixelAccuracy }).toEqual({
      meanIou: result?.meanIou,
      perClass: result?.perClass,
      confusion: result?.confusion,
      pixelAccuracy: result?.pixelAccuracy,
    });
  });

  it("goes on with an upload that was broken off", async () => {
    const file = await maskZip("perfect.zip");
    const { size } = await stat(file);
    const stalled = site.stallNextUpload(size / 3);
    let child: ChildProcess | undefined;
    const first = run(["submit", file, "--challenge", "shells"], ann, (started) => {
      child = started;
    });
    await stalled;
    child?.kill("SIGKILL");
    await first;
    site.receivedBytes();

    const second = await run(["submit", file, "--challenge", "shells", "--wait"]);
    expect(second, second.stderr).toMatchObject({ code: 0 });
    expect(second.stderr).toContain("goes on");
    expect(second.json<SubmitOutput>()).toMatchObject({ status: "scored", publicMeanIou: 1 });
    const rest = site.receivedBytes();
    expect(rest).toBeGreaterThan(0);
    expect(rest).toBeLessThan(size);
    const mine = (await run(["submissions", "shells"])).json<{ rows: unknown[] }>();
    expect(mine.rows).toHaveLength(2);
  });

  it("reports what only the server refuses as an invalid submission", async () => {
    // The client alone uploads without looking at the file, as another program might.
    const file = join(folder.path, "empty-zip.zip");
    await writeFile(file, await zipToBuffer([]));
    const client = api(ann);
    const id = await uploadSubmission(client, { file, challenge: "shells" });
    const view = await waitForSubmission(client, id);
    expect(view).toMatchObject({ state: "invalid", error: { code: "masks_missing" } });
  });
});

describe("what is not for everybody", () => {
  it("keeps private scores and other teams' submissions", async () => {
    const board = await run(["leaderboard", "shells", "--split", "private"]);
    expect(board.code).toBe(1);
    expect(board.json()).toMatchObject({ error: { code: "forbidden" } });
    const [mine] = (await run(["submissions", "shells"])).json<{ rows: { id: string }[] }>().rows;
    const show = await run(["show", mine!.id], bob);
    expect(show.code).toBe(1);
    expect(show.stdout).not.toContain("perfect.zip");
  });

  it("keeps the queue to admins", async () => {
    const outcome = await run(["admin", "queue"]);
    expect(outcome.code).toBe(1);
    expect(outcome.json()).toMatchObject({ error: { code: "forbidden" } });
  });
});

describe("doctor", () => {
  it("finds the server and the owner of the key", async () => {
    const outcome = await run(["doctor"]);
    expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
    const { findings } = outcome.json<{ findings: { name: string; message: string }[] }>();
    expect(findings.find(({ name }) => name === "key")?.message).toContain(ann.email);
  });

  it("exits with 1 and says how to mend what is broken", async () => {
    const outcome = await run(["doctor", "--key", "mbk_wrong"]);
    expect(outcome.code).toBe(1);
    expect(outcome.json()).toMatchObject({
      healthy: false,
      findings: expect.arrayContaining([
        expect.objectContaining({ name: "key", state: "broken", fix: expect.any(String) }),
      ]),
    });
  });
});

describe("output for people", () => {
  it("shows boards and submissions as tables", async () => {
    const options = {
      config: folder.path,
      env: { MASKBOARD_URL: site.url, MASKBOARD_API_KEY: ann.key },
    };
    const board = await runCli(["leaderboard", "shells"], options);
    expect(board.stdout).toMatch(/1\s+Snails\s+1\.0000/);
    const mine = await runCli(["submissions", "shells"], options);
    expect(mine.stdout).toMatch(/scored\s+1\.0000\s+perfect\.zip/);
    const challenges = await runCli(["challenges"], options);
    expect(challenges.stdout).toMatch(/shells\s+Shells\s+public/);
  });
});
