import { basename } from "node:path";
import {
  type ChallengeConfig,
  type ClassMap,
  challengeConfigSchema,
  classMapSchema,
  MaskboardError,
} from "@maskboard/contracts";
import { parse as parseYaml } from "yaml";
import type { z } from "zod";

/**
 * Parses the text of `challenge.yaml` or `classes.json`. Both hold `classes` and optionally `void`;
 * the former also what else can be said about a challenge.
 *
 * @throws MaskboardError `challenge_config` that names the key, unknown keys included
 */
export function parseConfig(text: string, file: string): ChallengeConfig {
  const value = parseText(text, file);
  const config = challengeConfigSchema.safeParse(value);
  if (!config.success) throw invalid(file, config.error);
  const map = classMapSchema.safeParse(classMapOf(config.data));
  if (!map.success) throw invalid(file, map.error);
  return config.data;
}

export function classMapOf({ classes, void: voidId, rgbMasks }: ChallengeConfig): ClassMap {
  return {
    classes,
    ...(voidId === undefined ? {} : { void: voidId }),
    ...(rgbMasks === undefined ? {} : { rgbMasks }),
  };
}

function parseText(text: string, file: string): unknown {
  try {
    return file.endsWith(".json") ? JSON.parse(text) : parseYaml(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new MaskboardError(
      "challenge_config",
      `${basename(file)} can't be parsed: ${message}`,
      { file: basename(file) },
      error,
    );
  }
}

function invalid(path: string, error: z.ZodError): MaskboardError {
  const file = basename(path);
  const lines = error.issues.map((issue) => {
    const where = issue.path.length > 0 ? `${issue.path.join(".")}: ` : "";
    return `${where}${issue.message}`;
  });
  return new MaskboardError("challenge_config", `${file}: ${lines.join("; ")}`, {
    file,
    problems: lines,
  });
}
