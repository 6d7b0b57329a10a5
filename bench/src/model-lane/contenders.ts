import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { modelCardSchema } from "@maskboard/contracts";
import { inspectModel, type ModelFiles, planModel, predictMasks } from "@maskboard/inference";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { CLASSES, type Network, type Picture } from "./models.ts";

const classMap = {
  classes: Array.from({ length: CLASSES }, (_, id) => ({
    id,
    name: `class ${id}`,
    color: "#123456",
  })),
};

/** Far from what these networks need. */
const LIMITS = { seconds: 3_000, memoryMiB: 8_192 };

/** Images per second of the whole lane: looking into the model, its process, decoding, masks, zip. */
export async function lane(
  files: ModelFiles,
  pictures: readonly Picture[],
  threads: number,
): Promise<{ speed: number; batch: number }> {
  const folder = await mkdtemp(join(tmpdir(), "maskboard-bench-lane-"));
  try {
    const start = performance.now();
    const { summary, loadable } = inspectModel(files);
    const plan = planModel(summary, modelCardSchema.parse({}), classMap);
    await predictMasks({
      ...{ model: loadable, plan, folder, threads, limits: LIMITS, onProgress: () => {} },
      images: pictures.map(({ bytes, ...rest }) => ({ ...rest, bytes: async () => bytes })),
    });
    const seconds = (performance.now() - start) / 1_000;
    return { speed: pictures.length / seconds, batch: plan.batch.images };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Images per second of ONNX Runtime alone, from loading the model on: tensors in, tensors out. */
export async function bare(
  { onnx, size }: Network,
  count: number,
  batch: number,
  threads: number,
): Promise<number> {
  const start = performance.now();
  const session = await InferenceSession.create(onnx, {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  });
  const [input, output] = [session.inputNames[0]!, session.outputNames[0]!];
  for (let done = 0; done < count; done += batch) {
    const images = Math.min(batch, count - done);
    const data = new Float32Array(images * 3 * size.width * size.height).fill(0.5);
    const image = new Tensor("float32", data, [images, 3, size.height, size.width]);
    await session.run({ [input]: image }, [output]);
  }
  const seconds = (performance.now() - start) / 1_000;
  await session.release();
  return count / seconds;
}
