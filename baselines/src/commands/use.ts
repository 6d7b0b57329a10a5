import { resolve } from "node:path";
import { type BackendChoice, selectBackend } from "@maskboard/engine";
import {
  type EvaluationSet,
  evaluateRun,
  openDataset,
  openRun,
  predictRun,
} from "@maskboard/training";
import { latestRun } from "../latest-run.ts";
import { View } from "../view.ts";

interface UseFlags {
  /** Default: the newest below runs/. */
  readonly run?: string | undefined;
  readonly data?: string | undefined;
  readonly pair?: string | undefined;
  readonly device: BackendChoice;
}

async function open({ run, data, pair, device }: UseFlags) {
  const view = new View(() => 0);
  const dir = run ?? (await latestRun());
  const { run: config } = await openRun(dir);
  view.note(dir);
  view.note((await selectBackend(device)).reason);
  const dataset = await openDataset(data ?? config.data, {
    pair: pair ?? config.pair,
    classes: config.classMap,
  });
  return { view, dir, dataset };
}

/** `baseline:evaluate`: the summary in the form of `maskboard evaluate --json`. */
export async function evaluate(flags: UseFlags & { readonly split: EvaluationSet }) {
  const { dir, dataset } = await open(flags);
  return evaluateRun(dir, dataset, flags.split);
}

/** `baseline:predict`: a submission of the test images. */
export async function predict(flags: UseFlags & { readonly out: string }) {
  const { view, dir, dataset } = await open(flags);
  const { images } = await predictRun(dir, dataset, flags.out, (done, total) =>
    view.progress("predicting", done, total),
  );
  return { file: resolve(flags.out), images };
}
