import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evaluationSchema } from "@maskboard/contracts";
import { beforeEach, describe, expect, test } from "vitest";
import { evaluateFolders } from "./evaluate-folders.ts";
import { CLASS_MAP, drawLabels, predictLabels, toPng, writeMasks } from "./testing/challenge.ts";

const truth = drawLabels(6, 5);
const predictions = predictLabels(truth, 6);
let truthDir: string;
let predDir: string;

beforeEach(async () => {
  truthDir = await mkdtemp(join(tmpdir(), "maskboard-truth-"));
  predDir = await mkdtemp(join(tmpdir(), "maskboard-pred-"));
  await writeMasks(truthDir, truth);
  await writeMasks(predDir, predictions);
  return async () => {
    await rm(truthDir, { recursive: true });
    await rm(predDir, { recursive: true });
  };
});
const evaluate = () => evaluateFolders({ truthDir, predDir, classMap: CLASS_MAP });

describe("evaluateFolders", () => {
  test("gives what the contract says", async () => {
    const { summary, strays, notices } = await evaluate();
    expect(evaluationSchema.parse(summary)).toEqual(summary);
    expect(summary.images).toBe(6);
    expect([strays, notices]).toEqual([[], []]);
  });

  test("a perfect prediction scores 1", async () => {
    await cp(truthDir, predDir, { recursive: true });
    expect((await evaluate()).summary).toMatchObject({ meanIou: 1, pixelAccuracy: 1 });
  });

  test("labels that are no class count as misses and are reported", async () => {
    const before = await evaluate();
    const image = predictions[2]!;
    const at = truth[2]!.labels.findIndex((label, i) => label === 3 && image.labels[i] === 3);
    const labels = Uint8Array.from(image.labels);
    labels[at] = 77;
    await writeFile(join(predDir, `${image.stem}.png`), toPng({ ...image, labels }));
    const { summary, strays } = await evaluate();
    expect(strays).toEqual([
      {
        file: "image-0002.png",
        label: 77,
        count: 1,
        x: at % image.width,
        y: Math.floor(at / image.width),
      },
    ]);
    expect(summary.confusion.other[1]).toBe(before.summary.confusion.other[1]! + 1);
    expect(summary.confusion.matrix[1]![1]).toBe(before.summary.confusion.matrix[1]![1]! - 1);
  });

  test("predictions without truth are ignored with a notice", async () => {
    await writeFile(join(predDir, "more.png"), toPng(truth[0]!));
    await writeFile(join(predDir, "notes.txt"), "x");
    expect((await evaluate()).notices).toEqual(["Ignored 1 predictions without a true mask."]);
  });

  test("missing, doubled and badly sized predictions are refused", async () => {
    await rm(join(predDir, "image-0001.png"));
    await expect(evaluate()).rejects.toMatchObject({
      code: "masks_missing",
      details: { files: ["image-0001"], total: 1 },
    });
    await writeFile(join(predDir, "image-0001.png"), toPng(truth[0]!));
    await expect(evaluate()).rejects.toMatchObject({
      code: "mask_wrong_size",
      details: { file: "image-0001.png" },
    });
    await writeFile(join(predDir, "image-0001.PNG"), toPng(truth[1]!));
    await expect(evaluate()).rejects.toMatchObject({ code: "masks_duplicate" });
  });

  test("a truth with labels that are no class is refused", async () => {
    const labels = Uint8Array.from(truth[0]!.labels);
    labels[7] = 1;
    await writeFile(join(truthDir, "image-0000.png"), toPng({ ...truth[0]!, labels }));
    await expect(evaluate()).rejects.toMatchObject({
      code: "dataset_stray_label",
      details: { file: "image-0000.png", value: 1, x: 7, y: 0 },
    });
  });

  test("folders that are not there or empty", async () => {
    const classMap = CLASS_MAP;
    const run = evaluateFolders({ truthDir: join(truthDir, "no"), predDir, classMap });
    await expect(run).rejects.toMatchObject({ code: "not_found" });
    const empty = await mkdtemp(join(tmpdir(), "maskboard-empty-"));
    await expect(evaluateFolders({ truthDir: empty, predDir, classMap })).rejects.toMatchObject({
      code: "not_found",
    });
    await rm(empty, { recursive: true });
  });
});
