import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Board, Schedule, ShakeUp } from "@maskboard/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseInstant } from "../src/commands/admin/instant.ts";
import { UsageError } from "../src/exit.ts";
import type { TestAccount } from "./site.ts";
import { createWorld, type World } from "./world.ts";

describe("an instant", () => {
  it.each([
    ["2026-12-01T18:00Z", "2026-12-01T18:00:00.000Z"],
    ["2026-12-01T19:00+01:00", "2026-12-01T18:00:00.000Z"],
    ["2026-10-25T02:30:00+02:00", "2026-10-25T00:30:00.000Z"],
    ["2026-10-25T02:30:00.250+01:00", "2026-10-25T01:30:00.250Z"],
  ])("%s", (text, instant) => {
    expect(parseInstant(text)).toEqual(new Date(instant));
  });

  it.each(["2026-12-01T18:00", "2026-12-01", "tomorrow", "2026-02-30T10:00Z", ""])(
    "%j names none: without an offset it would depend on this machine's clock",
    (text) => expect(() => parseInstant(text)).toThrow(UsageError),
  );
});

let world: World;
let run: World["run"];
let done: World["done"];
let ann: TestAccount;

const board = () => done<Board>(["leaderboard", "shells"], ann);

beforeAll(async () => {
  world = await createWorld({ width: 60, height: 60 });
  ({ run, done } = world);
  ann = await world.enter("Ann", "=Snails");
  await world.submit(ann, 40);
}, 120_000);

afterAll(() => world?.stop());

describe("freeze", () => {
  it("plans, drops and begins a freeze; the dry run tells what unfreezing would show", async () => {
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const planned = await done<Schedule>(["admin", "freeze", "shells", "--at", at]);
    expect(planned).toMatchObject({ phase: "public", frozenAt: at });
    expect(await done(["admin", "freeze", "shells", "--off"])).toMatchObject({ frozenAt: null });
    expect(await done(["admin", "freeze", "shells"])).toMatchObject({ phase: "frozen" });
    const frozen = await board();
    await world.submit(ann, 10);
    expect((await board()).entries).toEqual(frozen.entries);
    const off = await done<{ changes: { before: unknown; after: { meanIou: number } }[] }>([
      ...["admin", "freeze", "shells", "--off", "--dry-run"],
    ]);
    expect(off.changes).toHaveLength(1);
    expect(off.changes[0]!.after.meanIou).toBeGreaterThan(frozen.entries[0]!.meanIou);
    expect((await board()).phase).toBe("frozen");
  });

  it("is refused to others, and an instant in the past to all", async () => {
    const refused = await run(["admin", "freeze", "shells"], ann);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.json()).toMatchObject({ error: { code: "forbidden" } });
    const past = await run(["admin", "freeze", "shells", "--at", "2020-01-01T00:00Z"]);
    expect(past.json()).toMatchObject({ error: { code: "schedule" } });
    expect(await run(["admin", "freeze", "shells", "--at", "tomorrow"])).toMatchObject({ code: 2 });
  });
});

describe("export", () => {
  it("writes the same submissions as CSV and as JSON", async () => {
    const [csv, json] = ["csv", "json"].map((format) => join(world.folder, `out.${format}`));
    await done(["admin", "export", "shells", "submissions", "--format", "csv", "--out", csv!]);
    const common = ["admin", "export", "shells", "submissions", "--format", "json"];
    expect(await done([...common, "--out", json!])).toMatchObject({ kind: "submissions" });
    const { rows } = JSON.parse(await readFile(json!, "utf8"));
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ team: "=Snails", state: "scored" });
    const text = await readFile(csv!, "utf8");
    expect(text).toContain(`"'=Snails"`);
    expect(text.trim().split("\r\n")).toHaveLength(3);
  });

  it("is refused to others, and leaves no file", async () => {
    const out = join(world.folder, "mine.csv");
    const refused = await run(["admin", "export", "shells", "board", "--out", out], ann);
    expect(refused.json()).toMatchObject({ error: { code: "forbidden" } });
    await expect(readFile(out)).rejects.toMatchObject({ code: "ENOENT" });
    expect(await run(["admin", "export", "shells", "secrets", "--out", out])).toMatchObject({
      code: 2,
    });
  });
});

describe("reveal", () => {
  it("shows in a dry run what it will show, asks for a yes, and stays", async () => {
    const rehearsed = await done<ShakeUp>(["admin", "reveal", "shells", "--dry-run"]);
    expect(rehearsed).toMatchObject({ revealed: false, teams: [{ team: "=Snails" }] });
    expect(await run(["admin", "reveal", "shells"])).toMatchObject({ code: 2 });
    expect((await board()).phase).toBe("frozen");
    const revealed = await done<Schedule & { shakeUp: ShakeUp }>([
      ...["admin", "reveal", "shells", "--yes"],
    ]);
    expect(revealed.phase).toBe("revealed");
    expect(revealed.shakeUp.teams).toEqual(rehearsed.teams);
    const hidden = await done<Board>(["leaderboard", "shells", "--split", "private"], ann);
    expect(hidden.entries[0]!.meanIou).toBe(rehearsed.teams[0]!.private!.meanIou);
    const again = await run(["admin", "reveal", "shells", "--off"]);
    expect(again.json()).toMatchObject({ error: { code: "already_revealed" } });
  });
});
