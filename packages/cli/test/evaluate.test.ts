import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Evaluation, evaluationSchema } from "@maskboard/contracts";
import { encodeLabelPng } from "@maskboard/data";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli, temporaryFolder } from "./run-cli.ts";
import { SHARED_DATA, without } from "./shared-data.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let fixtures = 0;
beforeAll(async () => {
  folder = await temporaryFolder("evaluate");
});
afterAll(() => folder[Symbol.asyncDispose]());

const CLASSES = {
  classes: [
    { id: 1, name: "head", color: "#e6194b" },
    { id: 2, name: "body", color: "#3cb44b" },
  ],
  void: 0,
};

/** 4 x 2 pixels: one void, three of class 1, four of class 2. */
const TRUTH = [1, 1, 2, 2, 0, 1, 2, 2];
/** Hits 2 of each class; one 1 as 2, one 2 as 1, one 2 as 9, which is no class. */
const PREDICTION = [1, 2, 2, 2, 2, 1, 1, 9];

const png = (labels: number[], width = 4): Buffer =>
  encodeLabelPng(Uint8Array.from(labels), width, labels.length / width);

interface Files {
  truth: Record<string, Uint8Array>;
  pred: Record<string, Uint8Array>;
  classes?: unknown;
}

/** Writes masks and classes, and evaluates them with `--json`. */
async function evaluate({ truth, pred, classes = CLASSES }: Files, ...more: string[]) {
  fixtures += 1;
  const base = join(folder.path, String(fixtures));
  for (const [name, files] of Object.entries({ truth, pred })) {
    await mkdir(join(base, name), { recursive: true });
    for (const [file, bytes] of Object.entries(files))
      await writeFile(join(base, name, file), bytes);
  }
  await writeFile(join(base, "classes.json"), JSON.stringify(classes));
  return evaluateFolders(base, more);
}

const evaluateFolders = (base: string, more: string[] = ["--json"], truth = "truth") =>
  runCli(
    [
      "evaluate",
      ...["--truth", join(base, truth), "--pred", join(base, "pred")],
      ...["--classes", join(base, "classes.json"), ...more],
    ],
    { config: folder.path },
  );

describe("evaluate --json", () => {
  it("prints exactly the evaluation, with values as counted by hand", async () => {
    const outcome = await evaluate(
      { truth: { "a.png": png(TRUTH) }, pred: { "a.png": png(PREDICTION) } },
      "--json",
    );
    expect(outcome.code).toBe(0);
    const result = outcome.json<Evaluation>();
    expect(evaluationSchema.strict().parse(result)).toEqual(result);
    expect(result.confusion).toEqual({
      ids: [1, 2],
      matrix: [
        [2, 1],
        [1, 2],
      ],
      other: [0, 1],
    });
    expect(result).toMatchObject({ images: 1, pixels: 7 });
    expect(result.meanIou).toBeCloseTo((2 / 4 + 2 / 5) / 2, 12);
    expect(result.pixelAccuracy).toBeCloseTo(4 / 7, 12);
    expect(result.meanAccuracy).toBeCloseTo((2 / 3 + 2 / 4) / 2, 12);
    expect(result.frequencyWeightedIou).toBeCloseTo((3 * (2 / 4) + 4 * (2 / 5)) / 7, 12);
    expect(result.perClass[1]).toEqual({
      id: 2,
      name: "body",
      iou: 2 / 5,
      dice: 4 / 7,
      precision: 2 / 3,
      recall: 2 / 4,
      truthPixels: 4,
      predictedPixels: 3,
    });
    expect(result.perImage).toEqual([{ name: "a", meanIou: result.meanIou }]);
  });

  it("sums over images, and writes what is undefined as null", async () => {
    const blank = png([0, 0, 0, 0, 0, 0, 0, 0]);
    const outcome = await evaluate(
      {
        truth: { "a.png": png(TRUTH), "b.png": blank, "c.png": png(TRUTH) },
        pred: { "a.png": png(PREDICTION), "b.png": png(TRUTH), "c.png": png(TRUTH) },
      },
      "--json",
    );
    const result = outcome.json<Evaluation>();
    expect(result.perImage.map((image) => image.meanIou)).toEqual([0.45, null, 1]);
    // Hits 5 of 6 and 6 of 8: IoU 5 / (6 + 6 - 5) and 6 / (8 + 7 - 6).
    expect(result.meanIou).toBeCloseTo((5 / 7 + 6 / 9) / 2, 12);
    expect(result.images).toBe(3);
  });

  it("reads palette indices and 16-bit labels", async () => {
    const palette = ["#000000", "#3cb44b", "#e6194b"];
    const outcome = await evaluate(
      {
        truth: { "a.png": encodeLabelPng(Uint8Array.from([1, 2, 2, 0]), 2, 2, { palette }) },
        pred: { "a.png": encodeLabelPng(Uint16Array.from([1, 2, 2, 300]), 2, 2) },
      },
      "--json",
    );
    expect(outcome.json<Evaluation>()).toMatchObject({ meanIou: 1, pixels: 3 });
  });

  it("leaves out predictions without a true mask and says so", async () => {
    const outcome = await evaluate(
      { truth: { "a.png": png(TRUTH) }, pred: { "a.png": png(TRUTH), "z.png": png(TRUTH) } },
      "--json",
    );
    expect(outcome.json<Evaluation>()).toMatchObject({ meanIou: 1, images: 1 });
    expect(outcome.stderr).toContain("without a true mask");
  });
});

describe("evaluate", () => {
  it("prints a table", async () => {
    const outcome = await evaluate({
      truth: { "a.png": png(TRUTH) },
      pred: { "a.png": png(PREDICTION) },
    });
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toMatch(/mean IoU\s+0\.450000/);
    expect(outcome.stdout).toMatch(/head\s+0\.5000\s+█{10} /);
    expect(outcome.stdout).toContain("something that is no class: 1 pixel.");
  });
});

describe("evaluate refuses", () => {
  const good = { "a.png": png(TRUTH) };

  it.each<[string, Files, string, Record<string, unknown>]>([
    [
      "missing predictions",
      { truth: { ...good, "b.png": png(TRUTH) }, pred: good },
      "masks_missing",
      { files: ["b"] },
    ],
    [
      "predictions of another size",
      { truth: good, pred: { "a.png": png(TRUTH, 2) } },
      "mask_wrong_size",
      { value: "2 x 4", expected: "4 x 2" },
    ],
    [
      "stray labels in the truth",
      { truth: { "a.png": png([1, 1, 2, 2, 0, 7, 2, 2]) }, pred: good },
      "dataset_stray_label",
      { x: 1, y: 1, value: 7 },
    ],
    [
      "what is no PNG",
      { truth: good, pred: { "a.png": Buffer.from("GIF89a") } },
      "mask_not_png",
      {},
    ],
    ["an empty folder of true masks", { truth: {}, pred: good }, "not_found", {}],
    [
      "classes of another form",
      { truth: good, pred: good, classes: ["head", "body"] },
      "challenge_config",
      {},
    ],
  ])("%s with exit 1", async (_name, files, code, details) => {
    const outcome = await evaluate(files, "--json");
    expect(outcome.code).toBe(1);
    const { error } = outcome.json<{ error: { code: string; details: object; fix: string } }>();
    expect(error).toMatchObject({ code, details, fix: expect.stringMatching(/./) });
    expect(outcome.stderr).not.toBe("");
  });
});

describe.skipIf(without("submissions/camvid11"))(
  "evaluate on a real model's CamVid predictions (needs ../shared/data/submissions/camvid11)",
  () => {
    // Expected values: numpy.bincount over the same files.
    it.each([
      ["all 12 labels", null, 0.7704340651802744, 6_285_312, 0],
      ["label 11 as void", 11, 0.7633897557692898, 6_237_725, 5_010],
    ])("with %s", async (_name, voidId, meanIou, pixels, other) => {
      const ids = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].filter((id) => id !== voidId);
      const file = join(folder.path, `camvid-${voidId}.json`);
      const classes = ids.map((id) => ({ id, name: `class ${id}`, color: "#000000" }));
      const map = voidId === null ? { classes } : { classes, void: voidId };
      await writeFile(file, JSON.stringify(map));
      const base = join(SHARED_DATA, "submissions", "camvid11");
      const outcome = await runCli(
        [
          "evaluate",
          ...["--truth", join(base, "gt_index"), "--pred", join(base, "pred")],
          ...["--classes", file, "--json"],
        ],
        { config: folder.path },
      );
      const result = evaluationSchema.parse(outcome.json());
      expect(result.meanIou).toBeCloseTo(meanIou, 12);
      expect(result).toMatchObject({ images: 18, pixels });
      expect(result.confusion.other.reduce((sum, count) => sum + count, 0)).toBe(other);
    });
  },
);
