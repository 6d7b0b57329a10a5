import { join } from "node:path";
import type { AuditPage, Board, QueueView, RankPreview, SiteQueue } from "@maskboard/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";
import type { TestAccount } from "./site.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let run: World["run"];
let done: World["done"];
let olga: TestAccount;
let ann: TestAccount;
let submitted: string;

const teams = async () =>
  (await done<Board>(["leaderboard", "shells"])).entries.map(({ team }) => team);

beforeAll(async () => {
  world = await createWorld({ width: 60, height: 60 });
  ({ run, done, olga } = world);
  ann = await world.enter("Ann", "Snails");
  submitted = await world.submit(ann, 20);
  await world.submit(await world.enter("Bob", "Slugs"), 40);
}, 120_000);

afterAll(() => world?.stop());

describe("disqualify", () => {
  it("shows the ranks first, then takes the team off the board, and restores it", async () => {
    const subject = ["admin", "disqualify", "shells", "--team", "snails"];
    const preview = await done<RankPreview>([...subject, "--dry-run"]);
    expect(
      preview.public.map(({ team, before, after }) => [team, before?.rank, after?.rank]),
    ).toEqual([
      ["Snails", 1, undefined],
      ["Slugs", 2, 1],
    ]);
    expect(preview.private).toHaveLength(2);
    expect(await teams()).toEqual(["Snails", "Slugs"]);
    await done([...subject, "--reason", "two accounts"]);
    expect(await teams()).toEqual(["Slugs"]);
    const refused = await run(["submit", await world.spoiled(10), "--challenge", "shells"], ann);
    expect(refused.code).toBe(1);
    expect(refused.json()).toMatchObject({
      error: { code: "team_disqualified", message: expect.stringContaining("two accounts") },
    });
    await done([...subject, "--restore"]);
    expect(await teams()).toEqual(["Snails", "Slugs"]);
  });

  it("takes one submission off the board", async () => {
    await done([
      ...["admin", "disqualify", "shells", "--submission", submitted],
      ...["--reason", "hand labels"],
    ]);
    expect(await teams()).toEqual(["Slugs"]);
    const { rows } = await done<{ rows: unknown[] }>(["submissions", "shells"], ann);
    expect(rows[0]).toMatchObject({
      disqualified: { of: "submission", reason: "hand labels" },
    });
    await done(["admin", "disqualify", "shells", "--submission", submitted, "--restore"]);
  });

  it("wants one subject and a reason, and an organizer", async () => {
    const code = async (args: string[], account = olga) =>
      (await run(["admin", "disqualify", "shells", ...args], account)).code;
    expect(await code(["--reason", "because"])).toBe(2);
    expect(await code(["--team", "Slugs"])).toBe(2);
    expect(await code(["--team", "Nobody", "--reason", "because"])).toBe(1);
    expect(await code(["--team", "Slugs", "--reason", "because"], ann)).toBe(1);
  });
});

describe("queue", () => {
  it("tells what has ended and who works, and scores again", async () => {
    const all = await done<SiteQueue>(["admin", "queue"]);
    expect(all.queues.map(({ name }) => name)).toContain("score");
    const before = await done<QueueView>(["admin", "queue", "shells"]);
    expect(before.workers).toHaveLength(1);
    expect(before.ended.map(({ id }) => id)).toContain(submitted);
    await done(["admin", "queue", "shells", "--retry", submitted]);
    const after = await done<QueueView>(["admin", "queue", "shells", "--watch"]);
    expect(after.totals).toMatchObject({ waiting: 0, running: 0 });
    expect(after.ended.find(({ id }) => id === submitted)).toMatchObject({
      state: "scored",
      attempts: 2,
    });
    const late = await run(["admin", "queue", "shells", "--cancel", submitted]);
    expect(late.json()).toMatchObject({ error: { code: "wrong_state" } });
  });
});

describe("audit", () => {
  it("lists who did what, filtered", async () => {
    const page = await done<AuditPage>(["admin", "audit", "shells", "--actor", "olga"]);
    const actions = page.entries.map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(["team.disqualify", "submission.retry"]));
    expect(page.entries.every(({ via }) => via === "api-key")).toBe(true);
    const [only, ...more] = (
      await done<AuditPage>(["admin", "audit", "shells", "--action", "team.disqualify"])
    ).entries;
    expect(more).toEqual([]);
    expect(only).toMatchObject({ reason: "two accounts", after: { disqualified: "two accounts" } });
    const future = ["admin", "audit", "shells", "--since", "2100-01-01"];
    expect((await done<AuditPage>(future)).entries).toEqual([]);
    expect((await run(["admin", "audit", "shells", "--since", "yesterday"])).code).toBe(2);
  });
});

describe("a key's scopes", () => {
  it("are what login asks for, and what is missing is named", async () => {
    const config = join(world.folder, "fresh");
    const login = (...args: string[]) =>
      runCli(
        [
          "login",
          "--url",
          world.site.url,
          "--email",
          olga.email,
          "--password-stdin",
          "--json",
          ...args,
        ],
        { config, input: olga.password },
      );
    expect((await login("--scopes", "submit")).code).toBe(0);
    const refused = await runCli(["admin", "queue", "--json"], { config });
    expect(refused.code).toBe(1);
    expect(refused.json()).toMatchObject({
      error: { code: "forbidden", details: { missing: "organize" } },
    });
    // Admins get what admin commands need.
    expect((await login()).code).toBe(0);
    const who = await runCli(["whoami", "--json"], { config });
    expect(who.json()).toMatchObject({ scopes: ["read", "submit", "organize"] });
    expect((await login("--scopes", "everything")).code).toBe(2);
  });
});

describe("merge", () => {
  it("tells the rule's numbers first, and makes one team of two", async () => {
    const merge = ["admin", "merge", "shells", "--team", "Slugs", "--into", "Snails"];
    const preview = await done<{ merge: unknown; ranks: RankPreview }>([...merge, "--dry-run"]);
    expect(preview.merge).toMatchObject({ members: 2, submissions: 2, days: 1, refusal: null });
    expect(preview.ranks.public.map(({ team }) => team)).toEqual(["Slugs"]);
    await done(merge);
    expect(await teams()).toEqual(["Snails"]);
    expect((await run(merge)).code).toBe(1);
  });
});
