import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { MaskboardError } from "@maskboard/contracts";

/**
 * The folder below `runs` whose best weights are the newest.
 * @throws MaskboardError `not_found` where no training has come so far
 */
export async function latestRun(runs = "runs"): Promise<string> {
  const names = await readdir(runs).catch(() => []);
  const found = await Promise.all(
    names.map(async (name) => {
      const best = await stat(join(runs, name, "checkpoints", "best.safetensors")).catch(
        () => null,
      );
      return { dir: join(runs, name), at: best?.mtimeMs ?? null };
    }),
  );
  const trained = found.flatMap(({ dir, at }) => (at === null ? [] : [{ dir, at }]));
  const [newest] = trained.sort((a, b) => b.at - a.at);
  if (newest) return newest.dir;
  throw new MaskboardError(
    "not_found",
    `No run with weights below ${runs}: train one by \`pnpm baseline:train\`, or name its folder by --run.`,
  );
}
