import { fileURLToPath } from "node:url";
import { type Layer, layersCommand, type ProcessLimits } from "./layers.ts";
import { readablePaths } from "./readable.ts";

const MAIN = fileURLToPath(new URL("../child/main.ts", import.meta.url));

/** Nothing of the scorer's environment, which holds the keys to database and storage. */
export const CHILD_ENV = { LANG: "C.UTF-8" } as const;

/** JavaScript objects take little; images and weights lie outside of this heap. */
const HEAP_MIB = 256;

/**
 * Program and arguments of a model process.
 *
 * @param script what it runs; tests put something nosy here
 */
export function sandboxCommand(
  layers: readonly Layer[],
  limits: ProcessLimits,
  script: readonly string[] = [MAIN],
): [program: string, args: string[]] {
  const root = process.getuid?.() === 0;
  const [program = "", ...args] = [
    ...layersCommand(layers, root, limits),
    process.execPath,
    "--permission",
    "--allow-addons",
    ...readablePaths().map((path) => `--allow-fs-read=${path}`),
    "--disallow-code-generation-from-strings",
    // None: it could not read the machine's own.
    "--openssl-config=/dev/null",
    "--no-warnings",
    `--max-old-space-size=${HEAP_MIB}`,
    ...script,
  ];
  return [program, args];
}
