/** What the operating system enforces around a model process, beside Node's own permissions. */
export const LAYERS = ["network", "limits", "user"] as const;
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
 * The command that puts a layer around the command that follows it. Source: util-linux' manual
 * pages unshare(1), prlimit(1), setpriv(1).
 */
export function layerCommand(layer: Layer, root: boolean, limits: ProcessLimits): string[] {
  switch (layer) {
    case "network":
      // A network of its own, without any interface. An ordinary user needs its own user space too.
      return ["unshare", ...(root ? [] : ["--user", "--map-current-user"]), "--net", "--"];
    case "limits":
      return [
        "prlimit",
        `--cpu=${limits.cpuSeconds}`,
        `--data=${limits.dataBytes}`,
        "--fsize=0",
        "--core=0",
        "--nofile=64",
        "--",
      ];
    case "user":
      return [
        "setpriv",
        "--no-new-privs",
        "--inh-caps=-all",
        ...(root
          ? ["--bounding-set=-all", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"]
          : []),
        "--",
      ];
  }
}

/** What it means that a layer can't be had here. */
export const WITHOUT: Record<Layer, string> = {
  network: "a model process could open network connections (unshare --net is not permitted)",
  limits: "processor time and memory of a model process are limited by watching only (no prlimit)",
  user: "a model process keeps this user's rights and files (setpriv is missing or refused)",
};
