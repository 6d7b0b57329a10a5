import { resolve } from "node:path";
import { type BackendChoice, selectBackend } from "@maskboard/engine";
import { evaluateRun, openDataset, openRun, predictRun } from "@maskboard/training";
import { View } from "../view.ts";

interface UseFlags {
  readonly run: string;
  readonly data?: string | undefined;
  readonly pair?: string | undefined;
  readonly device: BackendChoice;
}

async function open({ run, data, pair, device }: UseFlags) {
  const view = new View(() => 0);
  const { run: config } = await openRun(run);
  view.note((await selectBackend(device)).reason);
  const dataset = await openDataset(data ?? config.data, {
    pair: pair ?? config.pair,
    classes: config.classMap,
  });
  return { view, dataset };
}

/** `baseline:evaluate`: the summary in the form of `maskboard evaluate --json`. */
export async function evaluate(
  flags: UseFlags & { readonly split: "validation" | "public" | "private" | "test" },
) {
  const { dataset } = await open(flags);
  return evaluateRun(flags.run, dataset, flags.split);
}

/** `baseline:predict`: a submission of the test images. */
export async function predict(flags: UseFlags & { readonly out: string }) {
  const { view, dataset } = await open(flags);
  const { images } = await predictRun(flags.run, dataset, flags.out, (done, total) =>
    view.progress("predicting", done, total),
  );
  return { file: resolve(flags.out), images };
}
