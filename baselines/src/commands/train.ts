import { join, resolve } from "node:path";
import { type BackendChoice, selectBackend } from "@maskboard/engine";
import { openRun, settleBatches, stagesOf, type TrainReport, trainRun } from "@maskboard/training";
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

/** `runs/<recipe>-<preset>-<UTC time>` */
function newRun(flags: TrainFlags): string {
  const time = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  return join("runs", `${flags.recipe}-${flags.preset}-${time}`);
}

/** `baseline:train`; what `--json` prints is what it gives. */
export async function train(flags: TrainFlags): Promise<TrainReport> {
  const old = flags.resume === undefined ? null : (await openRun(flags.resume)).run;
  const recipe = old ? null : await configOf(flags);
  const selection = await selectBackend(flags.device);
  const config = recipe ? settleBatches(recipe, await deviceMemory(selection.choice)) : old!.config;
  const epochs = stagesOf(config).reduce((sum, stage) => sum + stage.epochs, 0);
  const view = new View(() => epochs);
  view.note(selection.reason);
  const dataset = await openData(flags, view, old);
  const dir = flags.resume ?? flags.out ?? newRun(flags);
  view.note(`${dataset.dir} -> ${resolve(dir)}`);
  return interruptible(view, (signal) =>
    trainRun({
      ...{ dataset, dir, config, selection, signal },
      cache: join(readEnv().home, "cache", "weights"),
      resume: flags.resume !== undefined,
      recipe: old?.recipe ?? flags.recipe,
      onStep: (record) => view.step(record),
      onEpoch: (record) => view.epoch(record),
      onNote: (line) => view.note(line),
    }),
  );
}
