import { join } from "node:path";
import { expect, it } from "vitest";
import { trainConfigSchema } from "../config.ts";
import { temporaryFolder } from "../testing/tiny-challenge.ts";
import { readResults } from "./results.ts";
import { createRun, writeEpochs, writeJson } from "./run-folder.ts";

it("a run that was interrupted is not through, though it has scores", async () => {
  const dir = join(await temporaryFolder(), "run");
  const config = trainConfigSchema.parse({
    model: { architecture: "fcn", encoder: "resnet50" },
    ...{ size: { width: 64, height: 36 }, batch: 2, epochs: 1, learningRate: 1 },
    schedule: { name: "constant" },
  });
  const classes = [0, 1, 2].map((id) => ({ id, name: `class ${id}`, color: `#00000${id}` }));
  const folder = await createRun(dir, { recipe: "test", data: dir, config, classMap: { classes } });
  expect(await readResults(dir)).toBeNull();
  await writeJson(folder.validation, { meanIou: 0.5 });
  await writeEpochs(folder, []);
  expect(await readResults(dir)).toBeNull();
  await writeEpochs(folder, [], { stopped: "signal" });
  expect(await readResults(dir)).toBeNull();
  await writeEpochs(folder, [], { stopped: "done" });
  const results = await readResults(dir);
  expect(results).toMatchObject({ validation: { meanIou: 0.5 }, parameters: 35_308_358 });
  // The drivable area page's size of this network.
  expect(Math.round(results!.weightBytes / 2 ** 20)).toBe(135);
});
