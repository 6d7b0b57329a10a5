import { BACKEND_CHOICES } from "@maskboard/engine";
import { describe, expect, it } from "vitest";
import { buildProgram } from "../program.ts";
import { PRESETS } from "../recipes.ts";
import { configOf } from "./train.ts";

const FLAGS = { recipe: "body-parts", preset: "default", device: BACKEND_CHOICES[0] } as const;

describe("configOf", () => {
  it.each(
    PRESETS.flatMap((preset) => [["body-parts", preset] as const, ["camvid", preset] as const]),
  )("%s, %s is a config", async (recipe, preset) => {
    expect((await configOf({ ...FLAGS, recipe, preset })).epochs).toBeGreaterThan(0);
  });

  it("has the page's numbers as preset paper", async () => {
    expect(await configOf({ ...FLAGS, preset: "paper" })).toMatchObject({
      size: { width: 350, height: 350 },
      accumulate: 128,
      epochs: 8,
      learningRate: 1e-3,
      validation: { fraction: 0.3 },
      schedule: { name: "flat-cosine", start: 0.75, divFinal: 1e5 },
      model: { encoder: "resnet34", selfAttention: true, activation: "mish" },
    });
  });

  it("lets flags win and says what is wrong with them", async () => {
    const size = { width: 96, height: 64 };
    expect(await configOf({ ...FLAGS, size, lr: 0.1, seed: 0 })).toMatchObject({
      ...{ size, learningRate: 0.1, seed: 0 },
    });
    await expect(configOf({ ...FLAGS, batch: 0 })).rejects.toThrow(/^batch: /);
    await expect(configOf({ ...FLAGS, recipe: "none" })).rejects.toThrow(
      /choose one of body-parts/,
    );
  });
});

it("refuses what is no option", async () => {
  const program = buildProgram(() => {});
  for (const command of program.commands)
    command.exitOverride().configureOutput({ writeErr: () => {} });
  const parse = (...args: string[]) => program.parseAsync(args, { from: "user" });
  await expect(parse("train", "--size", "12")).rejects.toThrow(/WIDTHxHEIGHT/);
  await expect(parse("train", "--preset", "huge")).rejects.toThrow(/Allowed choices/);
  await expect(parse("predict", "--split", "all")).rejects.toThrow(/--split/);
});
