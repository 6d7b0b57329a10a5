import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { LAYERS, type Layer, layerCommand, type ProcessLimits } from "./layers.ts";

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
  const outer = LAYERS.filter((layer) => layers.includes(layer)).flatMap((layer) =>
    layerCommand(layer, root, limits),
  );
  const [program = "", ...args] = [
    ...outer,
    process.execPath,
    "--permission",
    "--allow-addons",
    ...readable().map((path) => `--allow-fs-read=${path}`),
    "--disallow-code-generation-from-strings",
    "--no-warnings",
    `--max-old-space-size=${HEAP_MIB}`,
    ...script,
  ];
  return [program, args];
}

/** Our own code and ONNX Runtime's; nothing of anybody's data. */
function readable(): string[] {
  const require = createRequire(import.meta.url);
  const runtime = realpathSync(require.resolve("onnxruntime-node"));
  const common = realpathSync(createRequire(runtime).resolve("onnxruntime-common"));
  const here = realpathSync(join(dirname(MAIN), "../.."));
  return [
    join(here, "src", "*"),
    join(here, "package.json"),
    join(here, "node_modules", "*"),
    ...[runtime, common].map((file) => join(moduleFolder(file), "*")),
  ];
}

/** `…/node_modules/onnxruntime-node/dist/index.js` -> the `node_modules` that it lies in. */
function moduleFolder(file: string): string {
  const mark = `${sep}node_modules${sep}`;
  return file.slice(0, file.lastIndexOf(mark) + mark.length - 1);
}
