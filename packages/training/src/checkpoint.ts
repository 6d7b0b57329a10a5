import { readFile, rename, writeFile } from "node:fs/promises";
import { MaskboardError } from "@maskboard/contracts";
import { readWeights } from "@maskboard/engine";
import { loadState, type Model, stateDict } from "@maskboard/models";
import * as tf from "@tensorflow/tfjs-core";
import { z } from "zod";
import type { Accumulator } from "./optimizer/accumulator.ts";
import type { GroupedAdam } from "./optimizer/grouped-adam.ts";

/** Where a training stands. */
const progressSchema = z.strictObject({
  /** Stages that are done. */
  stage: z.int().min(0).default(0),
  /** Epochs that are done of the stage after those. */
  epoch: z.int().min(0),
  /** Passes through the network that are done in the epoch after those. */
  pass: z.int().min(0),
  /** Sum of the losses of those passes. */
  lossSum: z.number().default(0),
  best: z.strictObject({ epoch: z.int(), meanIou: z.number() }).nullable(),
});
export type Progress = z.infer<typeof progressSchema>;

export const START: Progress = { stage: 0, epoch: 0, pass: 0, lossSum: 0, best: null };

/** What a training has besides its model. */
interface TrainingState {
  readonly optimizer: GroupedAdam;
  readonly accumulator: Accumulator | null;
}

type Entry = { name: string; shape: readonly number[]; data: Float32Array };

/**
 * Writes model, running statistics, optimizer and gradients that wait for their update as one
 * safetensors file; the model's entries have PyTorch's names and layout. The file is whole or not there.
 */
export async function saveCheckpoint(
  path: string,
  model: Model,
  progress: Progress,
  training?: TrainingState,
): Promise<void> {
  const entries: Entry[] = [];
  for (const [name, { shape, data }] of await stateDict(model.parameters))
    entries.push({ name: `model.${name}`, shape, data: Float32Array.from(data) });
  for (const { name, tensor } of (await training?.optimizer.state()) ?? []) {
    entries.push({ name, shape: tensor.shape, data: Float32Array.from(await tensor.data()) });
    // The count is a tensor of its own, the moments are the optimizer's variables.
    if (!(tensor instanceof tf.Variable)) tensor.dispose();
  }
  const waiting = training?.accumulator?.state(model.parameters.trainable()) ?? [];
  for (const { name, shape, tensor } of waiting) {
    entries.push({ name, shape, data: Float32Array.from(await tensor.data()) });
    if (!(tensor instanceof tf.Variable)) tensor.dispose();
  }
  const metadata = { progress: JSON.stringify(progress) };
  await writeFile(`${path}.partial`, encodeTensors(entries, metadata));
  await rename(`${path}.partial`, path);
}

/**
 * Loads a checkpoint into a model and, where given, what its training has besides.
 * @throws MaskboardError `bad_request` where the file is missing or no checkpoint
 * @throws ModelError where it is another model's
 */
export async function loadCheckpoint(
  path: string,
  model: Model,
  training?: TrainingState,
): Promise<Progress> {
  const progress = await readProgress(path);
  const arrays = await readWeights(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  const own = [...arrays]
    .filter(([name]) => name.startsWith("model."))
    .map(
      ([name, { shape, data }]) =>
        [name.slice("model.".length), { shape, data: Float32Array.from(data) }] as const,
    );
  loadState(model.parameters, own, { fitChannels: false });
  if (training) {
    const state = new Map(
      [...arrays]
        .filter(([name]) => !name.startsWith("model."))
        .map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape], "float32")]),
    );
    await training.optimizer.restore(state);
    training.accumulator?.restore(state, model.parameters.trainable());
    tf.dispose([...state.values()]);
  }
  return progress;
}

/**
 * What a checkpoint says about its training, without its weights.
 * @throws MaskboardError `bad_request` where the file is missing or no checkpoint
 */
export async function readProgress(path: string): Promise<Progress> {
  try {
    const file = await readFile(path);
    const length = Number(file.readBigUInt64LE(0));
    const header = JSON.parse(file.toString("utf8", 8, 8 + length)) as {
      __metadata__: { progress: string };
    };
    return progressSchema.parse(JSON.parse(header.__metadata__.progress));
  } catch (error) {
    throw unreadable(path, error);
  }
}

const unreadable = (path: string, cause: unknown): MaskboardError =>
  new MaskboardError(
    "bad_request",
    `${path} is missing, cut off or no checkpoint: give the folder of a run whose checkpoints are whole.`,
    { file: path },
    cause,
  );

/** A safetensors file (https://github.com/huggingface/safetensors#format); the header is padded to 8 bytes. */
export function encodeTensors(entries: readonly Entry[], metadata: Record<string, string>): Buffer {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const { name, shape, data } of entries) {
    header[name] = { dtype: "F32", shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const json = Buffer.from(JSON.stringify(header));
  const padded = Buffer.alloc(Math.ceil(json.length / 8) * 8, " ");
  json.copy(padded);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  const bodies = entries.map(({ data }) =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  );
  return Buffer.concat([length, padded, ...bodies]);
}
