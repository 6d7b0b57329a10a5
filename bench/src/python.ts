import { execFileSync } from "node:child_process";
import { PYTHON } from "./env.ts";

/** A Python with the given modules, or `null`. */
export function findPython(...modules: string[]): string | null {
  for (const python of [PYTHON, "python3", "/usr/bin/python3"]) {
    if (!python) continue;
    try {
      execFileSync(python, ["-c", `import ${modules.join(", ")}`], { stdio: "ignore" });
      return python;
    } catch {
      // Not there, or without a module: try the next.
    }
  }
  return null;
}
