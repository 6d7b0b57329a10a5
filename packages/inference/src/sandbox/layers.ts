import { loaderCommand } from "./loader.ts";

/**
 * What the operating system enforces around a model process, beside Node's own permissions, from
 * the outermost to the innermost.
 */
export const LAYERS = ["processes", "network", "limits", "user", "files", "calls"] as const;
export type Layer = (typeof LAYERS)[number];

export interface ProcessLimits {
  /** Processor seconds of all threads together. */
  readonly cpuSeconds: number;
  /** Bytes that the process may have for data: heap, stacks, anonymous memory. */
  readonly dataBytes: number;
}

/** The user id of "nobody" on Linux: owns nothing. */
const NOBODY = 65_534;

/**
 * The command that puts layers around the command that follows it. Source: unshare(1),
 * prlimit(1) and setpriv(1) of util-linux.
 */
export function layersCommand(
  layers: readonly Layer[],
  root: boolean,
  limits: ProcessLimits,
): string[] {
  const has = (layer: Layer) => layers.includes(layer);
  return [
    ...namespaces(has, root),
    ...(has("limits") ? processLimits(limits) : []),
    ...(has("user") ? leastRights(root) : []),
    ...(has("files") || has("calls")
      ? (loaderCommand({ files: has("files"), calls: has("calls") }) ?? [])
      : []),
  ];
}

function namespaces(has: (layer: Layer) => boolean, root: boolean): string[] {
  const flags = [
    // A network without any interface.
    ...(has("network") ? ["--net"] : []),
    ...(has("processes") ? ["--pid", "--fork", "--kill-child", "--mount-proc"] : []),
  ];
  if (flags.length === 0) return [];
  // An ordinary user may do so only where it is the master: in a user namespace.
  const user = root ? [] : ["--user", "--map-current-user"];
  // `unshare` stays as the parent then, and has to end with the scorer.
  const mortal = has("processes") ? ["setpriv", "--pdeathsig=KILL", "--"] : [];
  return [...mortal, "unshare", ...user, ...flags, "--"];
}

const processLimits = ({ cpuSeconds, dataBytes }: ProcessLimits): string[] => [
  "prlimit",
  // First SIGXCPU, which says why, then SIGKILL.
  `--cpu=${cpuSeconds}:${cpuSeconds + 2}`,
  `--data=${dataBytes}`,
  "--fsize=0",
  "--core=0",
  "--nofile=64",
  "--",
];

const leastRights = (root: boolean): string[] => [
  "setpriv",
  "--no-new-privs",
  "--inh-caps=-all",
  ...(root
    ? ["--bounding-set=-all", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"]
    : []),
  // Ends with its parent: a scorer that is killed leaves nothing behind that runs.
  "--pdeathsig=KILL",
  "--",
];

/**
 * What it means that a layer can't be had here, and what would help.
 *
 * @param others layers that can be had
 */
export function without(layer: Layer, others: readonly Layer[]): string {
  switch (layer) {
    case "files":
      return "through a hole in the model runtime, a model could read what its user may read (the kernel has no Landlock, or there is no perl to load its rules)";
    case "processes":
      return "a model process could see which others run (unshare --pid is refused)";
    case "network":
      return others.includes("calls")
        ? "only the filter of system calls keeps a model process from the network (unshare --net is refused)"
        : "a model process could open network connections (unshare --net is refused)";
    case "limits":
      return "memory and time of a model process are limited by watching alone (prlimit is missing)";
    case "user":
      return "a model process keeps this user's rights, and may outlive a scorer that is killed (setpriv is missing, or \"nobody\" can't read the code)";
    case "calls":
      return "through a hole in the model runtime, a model could ask anything of the kernel (no perl to load a filter of system calls, or it is refused)";
  }
}
