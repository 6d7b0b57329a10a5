import { join, resolve } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import { type BackendChoice, type Selection, selectBackend } from "@maskboard/engine";
import {
  type Limits,
  openRun,
  settleBatches,
  stagesOf,
  type TrainConfig,
  type TrainReport,
  trainConfigSchema,
  trainRun,
} from "@maskboard/training";
import { type ConfigFlags, configOf } from "../config-of.ts";
import { deviceMemory } from "../device-memory.ts";
import { readEnv } from "../env.ts";
import { interruptible } from "../interrupt.ts";
import { type DataFlags, openData } from "../open-data.ts";
import { View } from "../view.ts";

export interface TrainFlags extends ConfigFlags, DataFlags {
  readonly device: BackendChoice;
  readonly out?: string | undefined;
  readonly resume?: string | undefined;
}

/** What a run that goes on takes from the command line; the rest is its own config. */
export function limitsOf(flags: TrainFlags, config: TrainConfig): Limits {
  const { recipe: _, preset: __, epochs, maxSteps, maxMinutes, ...others } = flags;
  const own = ["device", "resume", "data", "classes", "pair"];
  const [other] =
    Object.entries(others).find(([name, value]) => value !== undefined && !own.includes(name)) ??
    [];
  if (other !== undefined || (epochs !== undefined && config.stages.length > 0))
    throw new MaskboardError(
      "bad_request",
      `--resume goes on with the run's own config, in which only --epochs, --max-steps and --max-minutes may change${config.stages.length > 0 ? " (not --epochs, as it has stages)" : ""}: leave out --${(other ?? "epochs").replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}, or begin a new run.`,
    );
  const limits = Object.entries({ epochs, maxSteps, maxMinutes });
  const given = Object.fromEntries(limits.filter(([, value]) => value !== undefined));
  const parsed = limitsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new MaskboardError("bad_request", `${issue?.path.join(".")}: ${issue?.message}`);
}

const limitsSchema = trainConfigSchema
  .pick({ epochs: true, maxSteps: true, maxMinutes: true })
  .partial();

/** @throws MaskboardError `bad_request` for a device that can't train */
async function selectDevice(device: BackendChoice): Promise<Selection> {
  if (device === "wasm")
    throw new MaskboardError(
      "bad_request",
      "wasm has no gradients of convolutions and can't train: leave --device out, or give onnx.",
    );
  return selectBackend(device);
}

/** `runs/<recipe>-<preset>-<UTC time>` */
function newRun(flags: TrainFlags): string {
  const time = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  return join("runs", `${flags.recipe}-${flags.preset}-${time}`);
}

/** `baseline:train`; what `--json` prints is what it gives. */
export async function train(flags: TrainFlags): Promise<TrainReport> {
  const old = flags.resume === undefined ? null : (await openRun(flags.resume)).run;
  const limits = old ? limitsOf(flags, old.config) : {};
  const recipe = old ? null : await configOf(flags);
  const selection = await selectDevice(flags.device);
  const config = recipe
    ? settleBatches(recipe, await deviceMemory(selection.choice))
    : { ...old!.config, ...limits };
  const epochs = stagesOf(config).reduce((sum, stage) => sum + stage.epochs, 0);
  const view = new View(() => epochs, { minutes: config.maxMinutes });
  view.note(selection.reason);
  const dataset = await openData(flags, view, old);
  const dir = flags.resume ?? flags.out ?? newRun(flags);
  view.note(`${dataset.dir} -> ${resolve(dir)}`);
  return interruptible(view, (signal) =>
    trainRun({
      ...{ dataset, dir, config, selection, signal, limits },
      cache: join(readEnv().home, "cache", "weights"),
      resume: flags.resume !== undefined,
      recipe: old?.recipe ?? flags.recipe,
      onStep: (record) => view.step(record),
      onEpoch: (record) => view.epoch(record),
      onNote: (line) => view.note(line),
      onProgress: (label, done, total) => view.progress(label, done, total),
    }),
  );
}
