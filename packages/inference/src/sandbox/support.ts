import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { callFilter } from "./call-filter.ts";
import { CHILD_ENV, sandboxCommand } from "./command.ts";
import { LAYERS, type Layer, without } from "./layers.ts";

export interface SandboxSupport {
  /** What the operating system enforces here. */
  readonly layers: readonly Layer[];
  /** What is not enforced, one sentence each; empty when all is. */
  readonly missing: readonly string[];
}

/** Generous: the trial starts the runtime and ends at once. */
const TRIAL = { cpuSeconds: 60, dataBytes: 4 * 2 ** 30 } as const;

let found: Promise<SandboxSupport> | null = null;

/** Finds out, once for the life of this process, what can be enforced around a model. */
export function sandboxSupport(): Promise<SandboxSupport> {
  found ??= probe();
  return found;
}

async function probe(): Promise<SandboxSupport> {
  const possible = LAYERS.filter(canBeHad);
  const layers = (await works(possible)) ? possible : await workingLayers(possible);
  const missing = LAYERS.filter((layer) => !layers.includes(layer)).map((layer) =>
    without(layer, layers),
  );
  if (!existsSync("/proc/self/status")) {
    missing.push("memory of a model process is not watched (no /proc)");
  }
  return { layers, missing };
}

function canBeHad(layer: Layer): boolean {
  // A process lies in between then: the memory of what that has started has to be found.
  if (layer === "processes") return existsSync("/proc/thread-self/children");
  if (layer === "files" || layer === "calls") return callFilter() !== null;
  return true;
}

/** Layer by layer, each with those before it that work. */
async function workingLayers(possible: readonly Layer[]): Promise<Layer[]> {
  const working: Layer[] = [];
  for (const layer of possible) if (await works([...working, layer])) working.push(layer);
  return working;
}

/** Whether the model process comes up within these layers: without input it ends with 0. */
function works(layers: readonly Layer[]): Promise<boolean> {
  const [program, args] = sandboxCommand(layers, TRIAL);
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: "ignore", env: CHILD_ENV, cwd: "/" });
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}
