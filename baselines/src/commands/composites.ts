import { resolve } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import { selectBackend } from "@maskboard/engine";
import {
  type CompositesConfig,
  type CompositesReport,
  compositesConfigSchema,
  generateComposites,
  imageStatistics,
  trainComposites,
} from "@maskboard/training";
import { readConfigFile } from "../config-of.ts";
import { interruptible } from "../interrupt.ts";
import { COMPOSITES } from "../recipes/composites.ts";
import { View } from "../view.ts";
import type { TrainFlags } from "./train.ts";

interface GenerateFlags {
  readonly backgrounds: string;
  readonly foregrounds: string;
  readonly out: string;
  readonly positions?: number | undefined;
  readonly backgroundSide?: number | undefined;
  readonly foregroundSide?: number | undefined;
  readonly seed?: number | undefined;
}

/** `baseline:composites`: see `generateComposites`. */
export async function composites(flags: GenerateFlags) {
  const view = new View(() => 0);
  const { backgrounds, foregrounds, out } = flags;
  const images = await generateComposites({
    ...{ backgrounds, foregrounds, out, ...given(flags) },
    onProgress: (done, total) => view.progress("composites", done, total),
  });
  return { out: resolve(out), images };
}

/** `baseline:statistics`: mean and standard deviation of each folder. */
export async function statistics(folders: readonly string[]) {
  const rows = [];
  for (const folder of folders) rows.push({ folder, ...(await imageStatistics(folder)) });
  return rows;
}

/** What the command line may change of the recipe. */
const KNOWN = [
  ...["recipe", "preset", "config", "data", "device", "out", "resume"],
  ...["architecture", "encoder", "size", "batch", "epochs", "maxSteps", "lr", "seed"],
];

/** `baseline:train --recipe composites`. */
export async function trainOnComposites(flags: TrainFlags): Promise<CompositesReport> {
  const config = await compositesConfigOf(flags);
  const { data, resume } = flags;
  const dir = resume ?? flags.out ?? `runs/composites-${flags.preset}-${Date.now()}`;
  if (data === undefined && resume === undefined)
    throw new MaskboardError(
      "bad_request",
      "The recipe composites needs --data, a folder of composites: make one by `pnpm baseline:composites`.",
    );
  const view = new View(() => 0);
  view.note((await selectBackend(flags.device)).reason);
  return interruptible(view, (signal) =>
    trainComposites({
      ...{ data: data ?? "", dir, resume: resume !== undefined, config, signal },
      onNote: (line) => view.note(line),
      onEpoch: ({ epoch, trainLoss, validationLoss, iou, depthRmse }) =>
        view.note(
          `epoch ${epoch}  loss ${trainLoss.toFixed(3)}  validation ${validationLoss.toFixed(3)}  ` +
            `IoU ${iou?.toFixed(3) ?? "-"}  depth RMSE ${depthRmse?.toFixed(3) ?? "-"}`,
        ),
    }),
  );
}

/** The recipe's config, changed by a file of config keys, changed by the command line. */
export async function compositesConfigOf(flags: TrainFlags): Promise<CompositesConfig> {
  const [other] = Object.keys(given(flags)).filter((name) => !KNOWN.includes(name));
  if (other !== undefined)
    throw new MaskboardError(
      "bad_request",
      `The recipe composites has no ${other}: leave that option out, or see its config keys.`,
    );
  const { architecture, encoder, size, batch, epochs, maxSteps, seed, lr: learningRate } = flags;
  const base = COMPOSITES[flags.preset];
  const file = flags.config === undefined ? {} : await readConfigFile(flags.config);
  const parsed = compositesConfigSchema.safeParse({
    ...{ ...base, ...file, ...given({ size, batch, epochs, maxSteps, seed, learningRate }) },
    model: { ...base.model, ...file.model, ...given({ architecture, encoder }) },
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new MaskboardError("bad_request", `${issue?.path.join(".")}: ${issue?.message}`);
}

const given = (flags: object) =>
  Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
