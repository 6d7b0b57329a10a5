import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { MaskboardError } from "@maskboard/contracts";
import { type RecipeConfig, recipeConfigSchema } from "@maskboard/training";
import { z } from "zod";
import { type Preset, recipe } from "./recipes.ts";

/** What the command line can say about a training. */
export interface ConfigFlags {
  readonly recipe: string;
  readonly preset: Preset;
  readonly config?: string | undefined;
  readonly architecture?: string | undefined;
  readonly encoder?: string | undefined;
  readonly pretrained?: string | undefined;
  readonly epochs?: number | undefined;
  readonly maxSteps?: number | undefined;
  readonly maxMinutes?: number | undefined;
  readonly size?: { width: number; height: number } | undefined;
  readonly batch?: number | "auto" | undefined;
  readonly lr?: number | undefined;
  readonly wd?: number | undefined;
  readonly loss?: string | undefined;
  readonly freezeEncoder?: boolean | undefined;
  readonly freezeDecoder?: boolean | undefined;
  readonly freezeHead?: boolean | undefined;
  readonly seed?: number | undefined;
}

/** The recipe's config, changed by a file of config keys, changed by the command line. */
export async function configOf(flags: ConfigFlags): Promise<RecipeConfig> {
  const { epochs, maxSteps, maxMinutes, size, batch, seed, pretrained } = flags;
  const changes = {
    ...{ epochs, maxSteps, maxMinutes, size, batch, seed, pretrained },
    ...{ learningRate: flags.lr, weightDecay: flags.wd, freeze: frozenBy(flags) },
    loss: flags.loss === undefined ? undefined : { name: flags.loss },
  };
  const base = recipe(flags.recipe, flags.preset);
  const file = flags.config === undefined ? {} : await readConfigFile(flags.config);
  const { architecture, encoder } = flags;
  const parsed = recipeConfigSchema.safeParse({
    ...{ ...base, ...file, ...given(changes) },
    model: { ...base.model, ...file.model, ...given({ architecture, encoder }) },
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new MaskboardError("bad_request", `${issue?.path.join(".")}: ${issue?.message}`);
}

/** The parts that flags freeze; `undefined` where none does, so that the recipe's stand. */
function frozenBy({ freezeEncoder, freezeDecoder, freezeHead }: ConfigFlags) {
  const frozen = { encoder: freezeEncoder, decoder: freezeDecoder, head: freezeHead };
  const parts = Object.entries(frozen).flatMap(([part, on]) => (on ? [part] : []));
  return parts.length > 0 ? parts : undefined;
}

const given = (flags: object) =>
  Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));

/** Its keys are checked with the whole config. */
const fileSchema = z.looseObject({ model: z.looseObject({}).optional() });

/** @throws MaskboardError `bad_request` where the file is no JSON object */
export async function readConfigFile(file: string) {
  if (!existsSync(file))
    throw new MaskboardError("not_found", `There is no file ${file} of config keys.`, { file });
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
