import { type FSWatcher, watch } from "node:fs";
import { join } from "node:path";
import { root } from "./commands.ts";

/** Editors write files in several steps. */
const SETTLE_MS = 200;
const SERVER_CODE =
  /^(api|contracts|data|db|metrics|scoring|storage)\/src\/(?!.*\.test\.ts$).*\.ts$/;

/** Calls `onChange` with a changed file of the packages that run in the site's server. */
export function watchServerCode(onChange: (file: string) => void): FSWatcher {
  let timer: NodeJS.Timeout | undefined;
  return watch(join(root, "packages"), { recursive: true }, (_, file) => {
    if (!file || !SERVER_CODE.test(file.replaceAll("\\", "/"))) return;
    clearTimeout(timer);
    timer = setTimeout(() => onChange(join("packages", file)), SETTLE_MS);
  });
}
