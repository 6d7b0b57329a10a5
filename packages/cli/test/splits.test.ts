import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encodeLabelPng, writeZip } from "@maskboard/data";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, type World } from "./world.ts";

let world: World;
let run: World["run"];
let done: World["done"];

/** Submits the truth, with the masks of one half of the images drawn as one class. */
async function submit(name: string, wrong: (index: number) => boolean): Promise<string> {
  const account = await world.enter(name, name);
  const file = join(world.folder, `${name}.zip`);
  await writeZip(
    file,
    world.drawn.test.map(({ stem, width, height, labels }, index) => ({
      path: `${stem}.png`,
      data: encodeLabelPng(
        labels.map((label) => (wrong(index) || label === 255 ? 1 : label)),
        width,
        height,
      ),
    })),
  );
  const sent = await done<{ id: string }>(
    ["submit", file, "--challenge", "shells", "--wait"],
    account,
  );
  return sent.id;
}

const board = async () => {
  const { entries } = await done<{ entries: { team: string }[] }>(["leaderboard", "shells"]);
  return entries.map(({ team }) => team);
};

let early: string;
beforeAll(async () => {
  world = await createWorld({ test: 6 });
  ({ run, done } = world);
  // Images 0 to 2 are public: Early has them right, Late the others.
  early = await submit("Early", (index) => index >= 3);
  await submit("Late", (index) => index < 3);
}, 120_000);

afterAll(() => world?.stop());

interface Change {
  team: string;
  before: { rank: number } | null;
  after: { rank: number } | null;
}

describe("admin split, activate", () => {
  it("shows a proposal before it saves one", async () => {
    const args = ["admin", "split", "shells", "--method", "stratified", "--public-share", "0.5"];
    const dry = await done<{ assignment: unknown[]; noise: { teams: unknown[] } }>([
      ...args,
      "--dry-run",
    ]);
    expect(dry.assignment).toHaveLength(6);
    expect(dry.noise.teams).toHaveLength(2);
    expect(await done(["admin", "split", "shells"])).toMatchObject({ versions: [{ version: 1 }] });
  });

  it("swaps the board's order by a CSV that swaps sides, after a dry run that says so", async () => {
    expect(await board()).toEqual(["Early", "Late"]);
    const csv = join(world.folder, "swapped.csv");
    const rows = world.drawn.test.map(({ stem }, at) => `${stem},${at < 3 ? "private" : "public"}`);
    await writeFile(csv, `image,split\n${rows.join("\n")}\n`);
    const saved = await done<{ version: number }>([
      ...["admin", "split", "shells", "--csv", csv, "--note", "other way round"],
    ]);
    expect(saved.version).toBe(2);
    const ranks = await done<{ public: Change[]; scored: number }>([
      ...["admin", "activate", "shells", "2", "--dry-run"],
    ]);
    expect(ranks.scored).toBe(2);
    expect(
      ranks.public.map(({ team, before, after }) => [team, before?.rank, after?.rank]),
    ).toEqual([
      ["Late", 2, 1],
      ["Early", 1, 2],
    ]);
    expect(await board()).toEqual(["Early", "Late"]);
    expect(await done(["admin", "activate", "shells", "2"])).toMatchObject({
      activated: true,
      missing: 0,
    });
    expect(await board()).toEqual(["Late", "Early"]);
  });

  it("refuses what is no version, no proposal, or not one's own challenge", async () => {
    expect((await run(["admin", "activate", "shells", "two"])).code).toBe(2);
    expect((await run(["admin", "activate", "shells", "99"])).code).toBe(1);
    expect((await run(["admin", "split", "shells", "--method", "csv"])).code).toBe(2);
    const ann = await world.site.account("Ann");
    const outcome = await run(["admin", "split", "shells"], ann);
    expect(outcome.json()).toMatchObject({ error: { code: "forbidden" } });
  });
});

describe("admin rescore", () => {
  it("scores one submission again and finds nothing changed", async () => {
    const outcome = await done(["admin", "rescore", "shells", "--submission", early, "--wait"]);
    expect(outcome).toMatchObject({
      submissions: 1,
      batch: { state: "done", done: 1, failed: 0, changed: 0, changes: [] },
    });
  });

  it("of a team as a dry run tells the ranks as they would be", async () => {
    const outcome = await done(["admin", "rescore", "shells", "--team", "late", "--dry-run"]);
    expect(outcome).toMatchObject({
      dryRun: true,
      batch: { scope: "team Late", changed: 0 },
      ranks: { public: [], private: [] },
    });
  });
});

describe("admin correct", () => {
  it("replaces a true mask in a new data version that counts once it is activated", async () => {
    const { stem, width, height, labels } = world.drawn.test[0]!;
    const file = join(world.folder, `${stem}.png`);
    await writeFile(file, encodeLabelPng(labels.slice().fill(1), width, height));
    const made = await done<{ splitVersion: number }>([
      ...["admin", "correct", "shells", file, "--note", "no shell at all"],
    ]);
    expect(made).toMatchObject({ dataset: 2, splitVersion: 3, test: [stem], train: [] });
    await done(["admin", "activate", "shells", "3", "--wait"]);
    expect(await run(["admin", "correct", "shells", file]).then((run) => run.json())).toMatchObject(
      { error: { code: "bad_request" } },
    );
  });

  it("names the file that is none, and the one that belongs to no image", async () => {
    expect((await run(["admin", "correct", "shells", join(world.folder, "none.png")])).code).toBe(
      2,
    );
    const stray = join(world.folder, "stray.png");
    await writeFile(stray, encodeLabelPng(new Uint8Array(4), 2, 2));
    const refused = await run(["admin", "correct", "shells", stray]);
    expect(refused.json()).toMatchObject({ error: { code: "masks_extra" } });
  });
});
