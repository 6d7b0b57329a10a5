import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkFile, encodeLabelPng } from "@maskboard/data";
import type { CheckProgress } from "@maskboard/data/check";
import { fromSparse, summarize } from "@maskboard/metrics";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { evaluateArchive } from "./evaluate-archive.ts";
import { evaluateFolders } from "./evaluate-folders.ts";
import { ScoringPool } from "./scoring-pool.ts";
import {
  CLASS_MAP,
  countPlainly,
  drawLabels,
  makeChallenge,
  makeZip,
  predictLabels,
  toPng,
  writeMasks,
} from "./testing/challenge.ts";

const ids = CLASS_MAP.classes.map(({ id }) => id);
const pool = new ScoringPool({ threads: 2 });
const dirs: string[] = [];
afterAll(async () => {
  await pool[Symbol.asyncDispose]();
  for (const dir of dirs) await rm(dir, { recursive: true, force: true });
});

const truth = drawLabels(70, 1);
const predictions = predictLabels(truth, 2);
const challenge = await makeChallenge(truth);
const { truthPath, spec } = challenge;
dirs.push(challenge.dir);
const zipPath = await makeZip(challenge, predictions);

describe("a valid archive", () => {
  test("gives the matrices that counting pixel by pixel gives, in the order of the spec", async () => {
    const progress: CheckProgress[] = [];
    const result = await evaluateArchive({
      zipPath,
      truthPath,
      spec,
      pool,
      onProgress: (p) => progress.push(p),
    });
    expect(result).toMatchObject({ errors: [], failedStep: null, notices: [] });
    expect(result.images.map(({ stem }) => stem)).toEqual(spec.images.map(({ stem }) => stem));
    for (const [i, { sparse }] of result.images.entries()) {
      const { counts } = fromSparse(ids, sparse);
      expect(Array.from(counts)).toEqual(countPlainly(truth[i]!, predictions[i]!));
    }
    expect(progress.at(-1)).toEqual({ step: "labels", status: "passed", done: 70, total: 70 });
    const done = progress.filter(({ step }) => step === "labels").map((p) => p.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  });

  test("gives the numbers that evaluateFolders gives", async () => {
    const [truthDir, predDir] = [join(challenge.dir, "t"), join(challenge.dir, "p")];
    await mkdir(truthDir);
    await mkdir(predDir);
    await writeMasks(truthDir, truth);
    await writeMasks(predDir, predictions);
    const folders = await evaluateFolders({ truthDir, predDir, classMap: CLASS_MAP });
    const archive = await evaluateArchive({ zipPath, truthPath, spec, pool });
    const summary = summarize(
      CLASS_MAP.classes,
      archive.images.map(({ stem, sparse }) => ({ name: stem, matrix: fromSparse(ids, sparse) })),
    );
    expect(folders.summary).toEqual(summary);
    expect(folders.summary.meanIou).toBeGreaterThan(0.3);
  });

  test("16-bit and palette masks of the same labels score the same", async () => {
    const wide = predictions.slice(0, 2).map(({ stem, labels, width, height }, i) => {
      const palette = Array.from({ length: 10 }, (_, k) => `#0000${k}0`);
      const png = i
        ? encodeLabelPng(labels, width, height, { palette })
        : encodeLabelPng(labels, width, height, { bitDepth: 16 });
      return [`${stem}.png`, png] as const;
    });
    const odd = await makeZip(challenge, predictions, Object.fromEntries(wide));
    const a = await evaluateArchive({ zipPath: odd, truthPath, spec, pool });
    const b = await evaluateArchive({ zipPath, truthPath, spec, pool });
    expect(a).toEqual(b);
  });
});

test("of an archive only the images asked for are decoded", async () => {
  const broken = await makeZip(challenge, predictions, {
    "image-0003.png": Buffer.from("no picture at all"),
  });
  const only = new Set(["image-0040", "image-0069"]);
  const some = await evaluateArchive({ zipPath: broken, truthPath, spec, pool, only });
  const all = await evaluateArchive({ zipPath, truthPath, spec, pool });
  expect(some.errors).toEqual([]);
  expect(some.images).toEqual(all.images.filter(({ stem }) => only.has(stem)));
});

describe("an archive at fault", () => {
  const [a, b, c] = ["image-0003.png", "image-0040.png", "image-0069.png"] as const;
  const jpeg = Buffer.from("ffd8ffe000104a464946", "hex");
  const stray = (i: number, label: number) => {
    const labels = Uint8Array.from(truth[i]!.labels);
    labels[25] = label;
    return toPng({ ...truth[i]!, labels });
  };
  const damaged = Buffer.from(toPng(truth[40]!));
  damaged[damaged.indexOf("IDAT") + 9]! ^= 1;

  test.each<[string, Record<string, Uint8Array | null>]>([
    ["missing and extra files", { [a]: null, "x.png": toPng(truth[0]!) }],
    ["a JPEG", { [b]: jpeg }],
    ["an empty mask", { [c]: new Uint8Array(0) }],
    ["wrong sizes", { [c]: toPng(truth[1]!), [a]: toPng(truth[2]!) }],
    ["labels that are no class, on void pixels too", { [c]: stray(69, 7), [a]: stray(3, 1) }],
    ["a damaged mask", { [b]: damaged }],
    ["faults of both steps", { [a]: stray(3, 7), [b]: jpeg, [c]: damaged }],
  ])("reports what the check reports: %s", async (_, changes) => {
    const faulty = await makeZip(challenge, predictions, changes);
    const report = await checkFile(faulty, spec);
    expect(report.errors.length).toBeGreaterThan(0);
    const { errors, failedStep, notices, images } = await evaluateArchive({
      zipPath: faulty,
      truthPath,
      spec,
      pool,
    });
    expect({ errors, failedStep, notices }).toEqual({
      errors: report.errors,
      failedStep: report.failedStep,
      notices: report.notices,
    });
    expect(images).toEqual([]);
  });

  test("content that does not match its checksum, or is truncated", async () => {
    const bytes = await readFile(zipPath);
    const flipped = Buffer.from(bytes);
    flipped[flipped.indexOf("IEND") + 1]! ^= 1;
    for (const content of [flipped, bytes.subarray(0, 5_000)]) {
      const path = join(challenge.dir, `damaged-${content.length}.zip`);
      await writeFile(path, content);
      const report = await checkFile(path, spec);
      const result = await evaluateArchive({ zipPath: path, truthPath, spec, pool });
      expect(report.errors[0]?.code).toMatch(/^zip_/);
      expect(result.errors).toEqual(report.errors);
    }
  });
});

describe("faults that are ours", () => {
  test("a truth pack of other classes or images, or a damaged one", async () => {
    const other = { ...spec, classMap: { classes: CLASS_MAP.classes.slice(1) } };
    await expect(evaluateArchive({ zipPath, truthPath, spec: other, pool })).rejects.toThrow(
      "can't be used",
    );
    const fewer = await makeChallenge(truth.slice(1));
    dirs.push(fewer.dir);
    await expect(
      evaluateArchive({ zipPath, truthPath: fewer.truthPath, spec, pool }),
    ).rejects.toThrow("no mask of image-0000");
    const cut = join(challenge.dir, "cut.pack");
    await writeFile(cut, (await readFile(truthPath)).subarray(0, 900));
    await expect(evaluateArchive({ zipPath, truthPath: cut, spec, pool })).rejects.toThrow(
      "can't be used",
    );
  });

  test("an abort ends the evaluation with its reason", async () => {
    const controller = new AbortController();
    const run = evaluateArchive({
      zipPath,
      truthPath,
      spec,
      pool,
      signal: controller.signal,
      onProgress: ({ step }) => step === "format" && controller.abort(new Error("stop")),
    });
    await expect(run).rejects.toThrow("stop");
    const again = await evaluateArchive({ zipPath, truthPath, spec, pool });
    expect(again.images).toHaveLength(70);
  });

  test("a thread that dies fails the job instead of hanging, and the pool goes on", async () => {
    const worker = new URL("./testing/dying-worker.ts", import.meta.url);
    const mortal = new ScoringPool({ threads: 2, worker });
    onTestFinished(() => mortal[Symbol.asyncDispose]());
    const run = evaluateArchive({ zipPath, truthPath, spec, pool: mortal });
    await expect(run).rejects.toThrow("A scoring thread failed");
    const few = await makeChallenge(truth.slice(0, 10));
    dirs.push(few.dir);
    const fewZip = await makeZip(few, predictions.slice(0, 10));
    const next = await evaluateArchive({ ...few, zipPath: fewZip, pool: mortal });
    expect(next.images).toHaveLength(10);
  });
});
