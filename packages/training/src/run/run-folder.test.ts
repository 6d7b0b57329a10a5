import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { generateComposites } from "../composites/generate.ts";
import { type TrainConfig, trainConfigSchema } from "../config.ts";
import { temporaryFolder } from "../testing/tiny-challenge.ts";
import { tinyParts } from "../testing/tiny-composites.ts";
import { createRun } from "./run-folder.ts";

const config: TrainConfig = trainConfigSchema.parse({
  ...{ model: {}, size: { width: 64, height: 64 }, batch: 1, epochs: 1, learningRate: 1 },
  schedule: { name: "constant" },
});

it("says which file is in the way of a run's folder", async () => {
  const file = join(await temporaryFolder(), "notes.txt");
  await writeFile(file, "");
  const refusal = {
    code: "bad_request",
    message: expect.stringMatching(/notes.txt is a file: give another --out/),
    details: { file },
  };
  const run = { recipe: "test", data: "data", config, classMap: { classes: [] } };
  for (const dir of [file, join(file, "runs", "first")])
    await expect(createRun(dir, run)).rejects.toMatchObject(refusal);
  const composites = { ...(await tinyParts()), out: join(file, "composites") };
  await expect(generateComposites(composites)).rejects.toMatchObject(refusal);
});
