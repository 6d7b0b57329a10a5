import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encodeLabelPng, zipToBuffer } from "@maskboard/data";
import { usageOf } from "@maskboard/db";
import { DRAWN_CLASSES } from "@maskboard/ingest/testing";
import { evaluateFolders } from "@maskboard/scoring";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "./service.ts";
import { find, moved, scoresOf, type World } from "./world.ts";

let service: Service;
let world: World;

beforeAll(async () => {
  service = await startService({ test: 7 });
  world = service.world;
});
afterAll(() => service.stop());

/** What the command line's evaluation says about the images of one split. */
async function evaluate(from: number, to: number, shift: number) {
  const folder = join(world.folder, `evaluate-${from}`);
  for (const part of ["truth", "pred"]) await mkdir(join(folder, part), { recursive: true });
  for (const { stem, width, height, labels } of world.drawn.test.slice(from, to)) {
    const truth = await readFile(join(world.drawn.folder, "test", "masks", `${stem}.png`));
    const pred = encodeLabelPng(moved(labels, width, shift), width, height);
    await writeFile(join(folder, "truth", `${stem}.png`), truth);
    await writeFile(join(folder, "pred", `${stem}.png`), pred);
  }
  const { summary } = await evaluateFolders({
    truthDir: join(folder, "truth"),
    predDir: join(folder, "pred"),
    classMap: DRAWN_CLASSES,
  });
  return summary;
}

describe("a valid submission", () => {
  it("gets the numbers that evaluating its folders gives, on both splits", async () => {
    const id = await world.submit(await world.predictions(3));
    await world.reaches(id, ["scored"]);
    expect(await world.states(id)).toEqual([
      "uploading",
      "uploaded",
      "queued",
      "checking",
      "scoring",
      "scored",
    ]);
    const [score, ...more] = await scoresOf(world.db, id);
    expect(more).toEqual([]);
    const hidden = await world.db.query.scorePrivate.findFirst({
      where: (table, { eq }) => eq(table.scoreId, score!.id),
    });
    for (const [row, from, to] of [
      [score!, 0, 4],
      [hidden!, 4, 7],
    ] as const) {
      const { perImage, ...expected } = await evaluate(from, to, 3);
      expect(row.evaluation).toEqual(expected);
      expect(row.meanIou).toBe(expected.meanIou);
      expect(row.meanIou).toBeGreaterThan(0.3);
      expect(row.meanIou).toBeLessThan(0.95);
      expect(row.intervalLow).toBeLessThanOrEqual(row.meanIou);
      expect(row.intervalHigh).toBeGreaterThanOrEqual(row.meanIou);
      const images = await world.db.query.scoreImage.findMany({
        where: (table, { eq }) => eq(table.scoreId, score!.id),
      });
      const means = images
        .filter(({ split }) => split === (from === 0 ? "public" : "private"))
        .map(({ meanIou }) => meanIou!);
      expect(means.toSorted()).toEqual(perImage.map(({ meanIou }) => meanIou!).toSorted());
    }
  });

  it("scores 1 when it is the truth, wherever the truth is void", async () => {
    const id = await world.submit(await world.predictions(0));
    await world.reaches(id, ["scored"]);
    const [score] = await scoresOf(world.db, id);
    expect(score).toMatchObject({ meanIou: 1, classIous: [1, 1, 1] });
  });

  it("gets the same score again when another submission holds the same file", async () => {
    const zip = await world.predictions(5);
    const [first, second] = [await world.submit(zip), await world.submit(zip)];
    await world.reaches(first, ["scored"]);
    await world.reaches(second, ["scored"]);
    const [a] = await scoresOf(world.db, first);
    const [b] = await scoresOf(world.db, second);
    expect(b?.evaluation).toEqual(a?.evaluation);
    expect(b?.id).not.toBe(a?.id);
  });
});

describe("an invalid submission", () => {
  it("says what is wrong and is not charged", async () => {
    const usage = async () =>
      usageOf(
        world.db,
        { teamId: (await find(world.db, id)).teamId, challengeId: world.challengeId },
        new Date(),
      );
    const { stem, labels, width, height } = world.drawn.test[0]!;
    const zip = await zipToBuffer([
      { path: `${stem}.png`, data: encodeLabelPng(labels, width, height) },
    ]);
    const id = await world.submit(zip);
    const before = (await usage()).today;
    await world.reaches(id, ["invalid"]);
    const row = await find(world.db, id);
    expect(row.error).toMatchObject({ code: "masks_missing", details: { total: 6 } });
    expect(await scoresOf(world.db, id)).toEqual([]);
    const after = await usage();
    expect(after.invalidToday).toBe(1);
    expect(after.today).toBeLessThanOrEqual(before);
  });

  it("names the pixel of a label that is no class", async () => {
    const masks = world.drawn.test.map(({ stem, width, height, labels }, index) => {
      const wrong = moved(labels, width, 0);
      if (index === 2) wrong[5 * width + 7] = 77;
      return { path: `${stem}.png`, data: encodeLabelPng(wrong, width, height) };
    });
    const id = await world.submit(await zipToBuffer(masks));
    await world.reaches(id, ["invalid"]);
    expect((await find(world.db, id)).error).toMatchObject({
      code: "mask_unknown_label",
      details: { file: "test_0002.png", x: 7, y: 5, value: 77 },
    });
  });

  it("is named in a form that can be stored, whatever its files are called", async () => {
    const zip = await zipToBuffer([{ path: "a~~~b.png", data: new Uint8Array(9) }]);
    const id = await world.submit(
      Buffer.from(zip.toString("latin1").replaceAll("a~~~b", "a\0\0\0b"), "latin1"),
    );
    await world.reaches(id, ["invalid", "failed"]);
    expect((await find(world.db, id)).error).toMatchObject({
      code: "zip_unsafe_path",
      details: { file: "a␀␀␀b.png" },
    });
  });

  it("does not keep the next one from being scored, however hostile it is", async () => {
    const bomb = await zipToBuffer([{ path: "test_0000.png", data: new Uint8Array(2 ** 26) }]);
    const packed = await import("fflate").then(({ zipSync }) =>
      zipSync({ "test_0000.png": new Uint8Array(2 ** 26), "test_0001.png": new Uint8Array(9) }),
    );
    const noise = Buffer.from("this is no zip at all, whatever its name says");
    const hostile = [bomb, packed, noise, packed.subarray(0, packed.length - 40)];
    const ids = [];
    for (const zip of hostile) ids.push(await world.submit(zip));
    const valid = await world.submit(await world.predictions(2));
    for (const id of ids) await world.reaches(id, ["invalid"]);
    await world.reaches(valid, ["scored"]);
    const codes = [];
    for (const id of ids) codes.push((await find(world.db, id)).error?.code);
    expect(codes).toEqual(["zip_bomb", "zip_bomb", "not_a_zip", "zip_truncated"]);
  });
});

describe("a fault of ours", () => {
  it("is tried again until it has passed", async () => {
    const zip = await world.predictions(4);
    const intact = await world.submit(await world.predictions(6));
    await world.reaches(intact, ["scored"]);
    // Storage that returns other bytes than were stored: not the team's fault.
    const id = await world.submit(zip, Buffer.from("damaged"));
    const events = async () => (await world.states(id)).slice(-2);
    await expect.poll(events, { timeout: 20_000 }).toEqual(["checking", "queued"]);
    await world.storage.put((await find(world.db, id)).artifactKey!, zip);
    await world.reaches(id, ["scored"]);
    expect(await scoresOf(world.db, id)).toHaveLength(1);
  });
});

describe("health", () => {
  it("tells that it is alive and ready, and counts", async () => {
    const get = async (path: string) => {
      const answer = await fetch(`${service.scorer.health.url}${path}`);
      return { status: answer.status, text: await answer.text() };
    };
    expect(await get("/healthz")).toEqual({ status: 200, text: "ok\n" });
    expect(await get("/readyz")).toEqual({ status: 200, text: "ready\n" });
    expect((await get("/nothing")).status).toBe(404);
    const { text } = await get("/metrics");
    expect(text).toMatch(/maskboard_jobs_total\{queue="score",outcome="done"\} [1-9]/);
    expect(text).toMatch(/maskboard_jobs_total\{queue="score",outcome="invalid"\} [1-9]/);
    expect(text).toMatch(/maskboard_queue_depth\{queue="score"\} \d/);
    expect(text).toMatch(/process_resident_memory_bytes \d/);
  });
});
