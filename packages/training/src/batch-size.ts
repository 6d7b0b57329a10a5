import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type RecipeConfig, type TrainConfig, trainConfigSchema } from "./config.ts";
import { stageSize } from "./stage-schema.ts";

/**
 * The CamVid page's rule, `bs = 8 if free > 8200 else 4` for images of 480 x 360 in MiB, a pixel: a
 * ResNet34 U-Net in float32 takes about 6 KiB a pixel to train.
 */
const BYTES_PER_PIXEL = (8200 * 2 ** 20) / (8 * 480 * 360);

/** Of a batch that is chosen. */
const MOST = 8;

/**
 * The batch for `auto`: the largest of 8, 4, 2 and 1 images whose pixels fit into the free memory at
 * 6 KiB each, or 1.
 * @param free bytes
 */
export function batchFor({ width, height }: TrainConfig["size"], free: number): number {
  const fits = free / (BYTES_PER_PIXEL * width * height);
  for (let batch = MOST; batch > 1; batch /= 2) if (fits > batch) return batch;
  return 1;
}

/**
 * The recipe with every `auto` replaced by a number, for a stage by its own size.
 * @param free bytes
 */
export function settleBatches(recipe: RecipeConfig, free: number): TrainConfig {
  const settle = (batch: RecipeConfig["batch"], size: TrainConfig["size"]) =>
    batch === "auto" ? batchFor(size, free) : batch;
  return trainConfigSchema.parse({
    ...recipe,
    batch: settle(recipe.batch, recipe.size),
    stages: recipe.stages.map((stage) => ({
      ...stage,
      batch: settle(stage.batch ?? recipe.batch, stageSize(recipe.size, stage)),
    })),
  });
}

/**
 * Bytes that a training may take: of an NVIDIA GPU what its driver calls free, where `gpu` and the
 * driver answers; else what the system could give this process, its limits respected.
 */
export async function freeMemory(gpu: boolean): Promise<number> {
  const host = process.availableMemory();
  if (!gpu) return host;
  const query = ["--query-gpu=memory.free", "--format=csv,noheader,nounits"];
  try {
    const { stdout } = await promisify(execFile)("nvidia-smi", query, { timeout: 10_000 });
    const mebibytes = Number.parseInt(stdout, 10);
    return Number.isFinite(mebibytes) ? mebibytes * 2 ** 20 : host;
  } catch {
    // Another make of GPU shares or hides its memory; the host's is the only number there is.
    return host;
  }
}
