import { join, resolve } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import { type BackendChoice, selectBackend } from "@maskboard/engine";
import {
  openDataset,
  openRun,
  type TrainConfig,
  type TrainReport,
  trainConfigSchema,
  trainRun,
} from "@maskboard/training";
import { readEnv } from "../env.ts";
import { type Preset, recipe } from "../recipes.ts";
import { seededChallenge } from "../seeded-challenge.ts";
import { View } from "../view.ts";

export interface TrainFlags {
  readonly recipe: string;
  readonly preset: Preset;
  readonly data?: string | undefined;
  readonly pair?: string | undefined;
  readonly epochs?: number | undefined;
  readonly maxSteps?: number | undefined;
  readonly maxMinutes?: number | undefined;
  readonly size?: { width: number; height: number } | undefined;
  readonly batch?: number | undefined;
  readonly lr?: number | undefined;
  readonly device: BackendChoice;
  readonly seed?: number | undefined;
  readonly out?: string | undefined;
  readonly resume?: string | undefined;
}

/** The recipe's config with what the command line changes of it. */
export function configOf(flags: TrainFlags): TrainConfig {
  const { epochs, maxSteps, maxMinutes, size, batch, seed, lr: learningRate } = flags;
  const changes = { epochs, maxSteps, maxMinutes, size, batch, seed, learningRate };
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const parsed = trainConfigSchema.safeParse({
    ...recipe(flags.recipe, flags.preset),
    ...Object.fromEntries(given),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new MaskboardError("bad_request", `${issue?.path.join(".")}: ${issue?.message}`);
}

/** `runs/<recipe>-<preset>-<UTC time>` */
function newRun(flags: TrainFlags): string {
  const time = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  return join("runs", `${flags.recipe}-${flags.preset}-${time}`);
}

/** `baseline:train`; what `--json` prints is what it gives. */
export async function train(flags: TrainFlags): Promise<TrainReport> {
  const old = flags.resume === undefined ? null : (await openRun(flags.resume)).run;
  const config = old ? old.config : configOf(flags);
  const view = new View(() => config.epochs);
  const selection = await selectBackend(flags.device);
  view.note(selection.reason);
  const data =
    flags.data ??
    old?.data ??
    (await seededChallenge(readEnv().home, (done, total) =>
      view.progress("drawing the seeded challenge", done, total),
    ));
  const dataset = await openDataset(data, flags.pair);
  const dir = flags.resume ?? flags.out ?? newRun(flags);
  view.note(`${data} -> ${resolve(dir)}`);
  const stop = new AbortController();
  let interruptedAt = Number.NEGATIVE_INFINITY;
  const interrupt = () => {
    // A terminal's Ctrl-C arrives twice: from the terminal and from the process that waits for us.
    if (performance.now() - interruptedAt < 500) return;
    interruptedAt = performance.now();
    if (stop.signal.aborted) process.exit(130);
    view.note("Stopping after this step; once more stops at once.");
    stop.abort();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  try {
    return await trainRun({
      ...{ dataset, dir, config, selection, signal: stop.signal },
      resume: flags.resume !== undefined,
      recipe: old?.recipe ?? flags.recipe,
      onStep: (record) => view.step(record),
      onEpoch: (record) => view.epoch(record),
      onNote: (line) => view.note(line),
    });
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}
