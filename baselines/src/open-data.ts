import { type Dataset, openDataset, type openRun } from "@maskboard/training";
import { readEnv } from "./env.ts";
import { seededChallenge } from "./seeded-challenge.ts";
import type { View } from "./view.ts";

export interface DataFlags {
  readonly data?: string | undefined;
  readonly pair?: string | undefined;
  readonly classes?: string | undefined;
}

/** The data that flags name, else those of a run that goes on, else the seeded challenge. */
export async function openData(
  { data, pair, classes }: DataFlags,
  view: View,
  old: Awaited<ReturnType<typeof openRun>>["run"] | null = null,
): Promise<Dataset> {
  const draw = () =>
    seededChallenge(readEnv().home, (done, total) =>
      view.progress("drawing the seeded challenge", done, total),
    );
  return openDataset(data ?? old?.data ?? (await draw()), {
    pair: pair ?? old?.pair,
    classes: classes ?? old?.classMap,
  });
}
