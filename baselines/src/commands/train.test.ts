import { trainConfigSchema } from "@maskboard/training";
import { expect, it } from "vitest";
import { withAliases } from "../aliases.ts";
import { buildProgram } from "../program.ts";
import { limitsOf } from "./train.ts";

it("refuses what is no option", async () => {
  const program = buildProgram(() => {});
  for (const command of program.commands)
    command.exitOverride().configureOutput({ writeErr: () => {} });
  const parse = (...args: string[]) => program.parseAsync(args, { from: "user" });
  await expect(parse("train", "--size", "12")).rejects.toThrow(/WIDTHxHEIGHT/);
  await expect(parse("train", "--preset", "huge")).rejects.toThrow(/Allowed choices/);
  await expect(parse("train", "--loss", "l2")).rejects.toThrow(
    /cross-entropy, focal, dice, tversky/,
  );
  await expect(parse("predict", "--split", "all")).rejects.toThrow(/--split/);
});

it("takes the originals' names of options", () => {
  expect(
    withAliases([
      "train",
      "--batch_size=8",
      "--freeze_encoder",
      "--arch",
      "fpn",
      "--out",
      "my_run",
    ]),
  ).toEqual(["train", "--batch=8", "--freeze-encoder", "--architecture", "fpn", "--out", "my_run"]);
  expect(withAliases(["--batch-size", "4", "--lr=1e-3"])).toEqual(["--batch", "4", "--lr=1e-3"]);
});

it("goes on with a run's own config, in which only the limits may change", () => {
  const config = trainConfigSchema.parse({
    ...{ model: {}, size: { width: 32, height: 32 }, batch: 2, epochs: 2, learningRate: 1e-3 },
    schedule: { name: "constant" },
  });
  const flags = { recipe: "body-parts", preset: "default", device: "auto", resume: "x" } as const;
  expect(limitsOf({ ...flags, data: "elsewhere" }, config)).toEqual({});
  expect(limitsOf({ ...flags, epochs: 3, maxMinutes: 5 }, config)).toEqual({
    ...{ epochs: 3, maxMinutes: 5 },
  });
  expect(() => limitsOf({ ...flags, epochs: 0 }, config)).toThrow(/^epochs: /);
  expect(() => limitsOf({ ...flags, lr: 0.1 }, config)).toThrow(/leave out --lr/);
  expect(() => limitsOf({ ...flags, freezeEncoder: true }, config)).toThrow(/--freeze-encoder/);
});
