import { readFile } from "node:fs/promises";
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
import { z } from "zod";
import { readEnv } from "../env.ts";
import { type Preset, recipe } from "../recipes.ts";
import { seededChallenge } from "../seeded-challenge.ts";
import { View } from "../view.ts";

export interface TrainFlags {
  readonly recipe: string;
  readonly preset: Preset;
  readonly data?: string | undefined;
  readonly pair?: string | undefined;
  readonly classes?: string | undefined;
  readonly config?: string | undefined;
  readonly architecture?: string | undefined;
  readonly encoder?: string | undefined;
  readonly pretrained?: string | undefined;
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

/** The recipe's config, changed by a file of config keys, changed by the command line. */
export async function configOf(flags: TrainFlags): Promise<TrainConfig> {
  const { epochs, maxSteps, maxMinutes, size, batch, seed, pretrained, lr: learningRate } = flags;
  const changes = { epochs, maxSteps, maxMinutes, size, batch, seed, pretrained, learningRate };
  const base = recipe(flags.recipe, flags.preset);
  const file = flags.config === undefined ? {} : await readConfigFile(flags.config);
  const { architecture, encoder } = flags;
  const parsed = trainConfigSchema.safeParse({
    ...{ ...base, ...file, ...given(changes) },
    model: { ...base.model, ...file.model, ...given({ architecture, encoder }) },
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new MaskboardError("bad_request", `${issue?.path.join(".")}: ${issue?.message}`);
}

const given = (flags: object) =>
  Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));

/** Its keys are checked with the whole config. */
const fileSchema = z.looseObject({ model: z.looseObject({}).optional() });

async function readConfigFile(file: string) {
  try {
    return fileSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    throw new MaskboardError(
      "bad_request",
      `${file} can't be read as JSON with keys of a training's config.`,
      { file },
      error,
    );
  }
}

/** `runs/<recipe>-<preset>-<UTC time>` */
function newRun(flags: TrainFlags): string {
  const time = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  return join("runs", `${flags.recipe}-${flags.preset}-${time}`);
}

/** `baseline:train`; what `--json` prints is what it gives. */
export async function train(flags: TrainFlags): Promise<TrainReport> {
  const old = flags.resume === undefined ? null : (await openRun(flags.resume)).run;
  const config = old ? old.config : await configOf(flags);
  const view = new View(() => config.epochs);
  const selection = await selectBackend(flags.device);
  view.note(selection.reason);
  const data =
    flags.data ??
    old?.data ??
    (await seededChallenge(readEnv().home, (done, total) =>
      view.progress("drawing the seeded challenge", done, total),
    ));
  const dataset = await openDataset(data, {
    pair: flags.pair ?? old?.pair,
    classes: flags.classes ?? old?.classMap,
  });
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
      cache: join(readEnv().home, "cache", "weights"),
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
