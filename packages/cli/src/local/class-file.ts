import { readFile } from "node:fs/promises";
import type { ClassMap } from "@maskboard/contracts";
import { classMapOf, parseConfig } from "@maskboard/data";
import { needFile } from "./paths.ts";

/**
 * Reads a file like `{"classes": [{"id": 1, "name": "head", "color": "#e6194b"}], "void": 0}`; a
 * `challenge.yaml` does too.
 *
 * @throws UsageError when there is no such file
 * @throws MaskboardError `challenge_config` naming the field at fault
 */
export async function readClassFile(file: string): Promise<ClassMap> {
  await needFile(file);
  return classMapOf(parseConfig(await readFile(file, "utf8"), file));
}
