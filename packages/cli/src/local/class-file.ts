import { readFile } from "node:fs/promises";
import { type ClassMap, classMapSchema, MaskboardError } from "@maskboard/contracts";
import { needFile } from "./paths.ts";

/**
 * Reads a file like `{"classes": [{"id": 1, "name": "head", "color": "#e6194b"}], "void": 0}`.
 *
 * @throws UsageError when there is no such file
 * @throws MaskboardError `challenge_config` naming the field at fault
 */
export async function readClassFile(file: string): Promise<ClassMap> {
  await needFile(file);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new MaskboardError("challenge_config", `${file} is no JSON: ${(error as Error).message}`, {
      file,
    });
  }
  const parsed = classMapSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.length ? ` at ${issue.path.join(".")}` : "";
  throw new MaskboardError("challenge_config", `${file}${where}: ${issue?.message}`, {
    file,
    expected: '{"classes": [{"id": 1, "name": "head", "color": "#e6194b"}], "void": 0}',
  });
}
