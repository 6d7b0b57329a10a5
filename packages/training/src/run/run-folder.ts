import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { classMapSchema, MaskboardError } from "@maskboard/contracts";
import { z } from "zod";
import { trainConfigSchema } from "../config.ts";
import type { EpochRecord } from "../fit.ts";
import { makeFolder } from "./make-folder.ts";

/** `config.json` of a run: enough to make the model again and to go on. */
const runSchema = z.strictObject({
  recipe: z.string(),
  data: z.string(),
  /** How its masks are named, see `parsePairRule`. */
  pair: z.string().optional(),
  config: trainConfigSchema,
  classMap: classMapSchema,
});
export type RunConfig = z.infer<typeof runSchema>;

/** Paths in the folder of a run. */
export interface RunFolder {
  readonly dir: string;
  readonly config: string;
  readonly environment: string;
  readonly metrics: string;
  readonly table: string;
  /** The best weights' scores on the validation images. */
  readonly validation: string;
  readonly checkpoints: string;
  readonly best: string;
  readonly last: string;
  readonly onnx: string;
  /** The ONNX model with its card, to hand in. */
  readonly submission: string;
  /** Folder of the TensorFlow.js graph model. */
  readonly tfjs: string;
  /** The same with its card, to hand in. */
  readonly tfjsSubmission: string;
  readonly pictures: string;
}

export function runFolder(dir: string): RunFolder {
  const root = resolve(dir);
  const at = (...names: string[]) => join(root, ...names);
  return {
    dir: root,
    config: at("config.json"),
    environment: at("environment.json"),
    metrics: at("metrics.json"),
    table: at("metrics.csv"),
    validation: at("validation.json"),
    checkpoints: at("checkpoints"),
    best: at("checkpoints", "best.safetensors"),
    last: at("checkpoints", "last.safetensors"),
    onnx: at("model.onnx"),
    submission: at("model.zip"),
    tfjs: at("tfjs"),
    tfjsSubmission: at("model-tfjs.zip"),
    pictures: at("pictures"),
  };
}

/** @throws MaskboardError `conflict` where there is a run already, `bad_request` where no folder can be */
export async function createRun(dir: string, config: RunConfig): Promise<RunFolder> {
  const folder = runFolder(dir);
  if (existsSync(folder.config))
    throw new MaskboardError(
      "conflict",
      `${dir} holds a run already: give another --out, or go on with it by --resume ${dir}.`,
      { file: dir },
    );
  await makeFolder(folder.checkpoints);
  await makeFolder(folder.pictures);
  await writeJson(folder.config, config);
  return folder;
}

/**
 * @throws MaskboardError `not_found` where there is no run, `bad_request` where its config is not one
 * of this version
 */
export async function openRun(dir: string): Promise<{ folder: RunFolder; run: RunConfig }> {
  const folder = runFolder(dir);
  if (!existsSync(folder.config))
    throw new MaskboardError("not_found", `${dir} is not the folder of a run.`, { file: dir });
  try {
    return { folder, run: runSchema.parse(JSON.parse(await readFile(folder.config, "utf8"))) };
  } catch (error) {
    const [issue] = error instanceof z.ZodError ? error.issues : [];
    const why = issue ? `${issue.path.join(".")}: ${issue.message}` : "it is no JSON";
    throw new MaskboardError(
      "bad_request",
      `${folder.config} can't be used: ${why}.`,
      { file: folder.config },
      error,
    );
  }
}

const metricsSchema = z.object({ epochs: z.array(z.custom<EpochRecord>()) });

/** The epochs that a run has done. */
export async function readEpochs({ metrics }: RunFolder): Promise<EpochRecord[]> {
  if (!existsSync(metrics)) return [];
  return metricsSchema.parse(JSON.parse(await readFile(metrics, "utf8"))).epochs;
}

const COLUMNS = [
  "epoch",
  "stage",
  "trainLoss",
  "validationLoss",
  "meanIou",
  "accuracy",
  "rate",
  "seconds",
  "imagesPerSecond",
] as const satisfies (keyof EpochRecord)[];

/** Writes the epochs as JSON and CSV; what is undefined is empty there. */
export async function writeEpochs(
  { metrics, table }: RunFolder,
  epochs: readonly EpochRecord[],
  more: object = {},
): Promise<void> {
  await writeJson(metrics, { ...more, epochs });
  const rows = epochs.map((record) => COLUMNS.map((name) => record[name] ?? "").join(","));
  await writeFile(table, `${[COLUMNS.join(","), ...rows].join("\n")}\n`);
}

export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}
