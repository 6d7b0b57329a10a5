import { availableParallelism } from "node:os";
import { MaskboardError } from "@maskboard/contracts";
import type { RgbPixels } from "@maskboard/data";
import type { LoadableModel } from "./artifact/files.ts";
import type { Frame } from "./child/frames.ts";
import { type Labels, labelBytes } from "./child/label-array.ts";
import type { ImageFrame } from "./child/messages.ts";
import { answerFault, endFault } from "./faults.ts";
import { fit } from "./input-size.ts";
import { ModelProcess, ProcessEnded, type RunLimits } from "./model-process.ts";
import type { ModelPlan } from "./plan.ts";
import { sandboxSupport } from "./sandbox/support.ts";
import { testCard } from "./test-card.ts";

/** An image to segment; `read` gives it in the size asked for, by default in its own. */
export interface ModelImage {
  readonly width: number;
  readonly height: number;
  read(size: { width: number; height: number }): Promise<RgbPixels>;
}

export interface ModelRun {
  /** What `inspectModel` found fit to be run. */
  readonly model: LoadableModel;
  readonly plan: ModelPlan;
  readonly images: readonly ModelImage[];
  readonly limits: RunLimits;
  /** Threads that the model computes with; by default one a core. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** Gets the class ids of each image in the image's size, in the order of the images. */
  onLabels(index: number, labels: Labels): Promise<void>;
}

/** Batches in the model's process: one that is computed, and the next. A third one is being read. */
const IN_FLIGHT = 2;

/** Share of the time that a model may take to load and to segment a first picture. */
const FIRST_SHARE = 0.25;

/**
 * Runs a model in a process of its own: first on a made-up picture, whose errors can be told in
 * full, then on the images in batches. What goes wrong there is told by its kind alone, so that a
 * model can't carry anything out in an error.
 *
 * @throws MaskboardError `model_…` for what is the model's fault
 * @throws Error for what is not; the signal's reason when aborted
 */
export async function runModel(run: ModelRun): Promise<void> {
  const { model, plan, limits, signal, threads = availableParallelism() } = run;
  signal?.throwIfAborted();
  const { layers } = await sandboxSupport();
  // No `using`: Node 22 does not know it yet.
  const child = new ModelProcess(layers, limits, threads);
  const abort = () => child.abort();
  signal?.addEventListener("abort", abort);
  let patience: NodeJS.Timeout | undefined;
  try {
    // While the process comes up.
    const first = readBatch(run, 0, plan.batch.images);
    await child.start(model.format).catch(notTheModel);
    patience = setTimeout(() => child.tooSlow(), limits.seconds * FIRST_SHARE * 1_000);
    const { format, parts } = model;
    const load = { kind: "load", format, parts: parts.map(({ length }) => length), plan, threads };
    expectAnswer(await child.ask(load, parts, 0), "told");
    await tryOut(child, run);
    clearTimeout(patience);
    await segmentAll(child, run, first);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ProcessEnded) throw endFault(error, limits);
    throw error;
  } finally {
    clearTimeout(patience);
    signal?.removeEventListener("abort", abort);
    child.abort();
  }
}

/** A process that does not even come up has not seen the model. */
function notTheModel(error: unknown): never {
  if (error instanceof ProcessEnded && error.reason !== "aborted") {
    throw new Error(`The model process did not start: ${error.message}`, { cause: error });
  }
  throw error;
}

/** Segments a made-up picture, whose errors can be told in full. */
async function tryOut(child: ModelProcess, { plan, images }: ModelRun): Promise<void> {
  const image = images[0];
  if (!image) return;
  const frame = frameOf(image, plan);
  await segment(child, [frame], [testCard(frame.content)], labelBytes(plan.known), "told");
}

/** Images that go in together, and their pixels, which are being read. */
interface Batch {
  readonly start: number;
  readonly frames: readonly ImageFrame[];
  readonly pixels: Promise<Uint8Array[]>;
}

/** Images that are read at once: more would take time from the model without being any quicker. */
const READERS = 2;

/** Begins to read the images from `start` on, as many as go in together; `null` after the last. */
function readBatch({ images, plan }: ModelRun, start: number, most: number): Batch | null {
  if (start >= images.length) return null;
  const frames = sameSize(images, plan, start, most);
  const reads: Promise<Uint8Array>[] = [];
  for (const [i, { content }] of frames.entries()) {
    const before = reads[i - READERS];
    reads.push(
      (async () => {
        await before;
        return (await images[start + i]!.read(content)).rgb;
      })(),
    );
  }
  const pixels = Promise.all(reads);
  // It may fail while nobody waits for it yet.
  pixels.catch(() => {});
  return { start, frames, pixels };
}

async function segmentAll(child: ModelProcess, run: ModelRun, first: Batch | null) {
  const { known, batch } = run.plan;
  const bytes = labelBytes(known);
  const finish = async (start: number, labels: readonly Labels[]) => {
    for (const [index, one] of labels.entries()) await run.onLabels(start + index, one);
  };
  const pending: { start: number; labels: Promise<Labels[]> }[] = [];
  const finishOldest = async () => {
    const oldest = pending.shift()!;
    await finish(oldest.start, await oldest.labels);
  };

  let most = batch.images;
  // Many exports claim to take any number of images and have a one written in somewhere.
  let unsure = most > 1 && !batch.fixed;
  for (let next = first; next; ) {
    const { start, frames, pixels } = next;
    const labels = segment(child, frames, await pixels, bytes, "hidden");
    labels.catch(() => {});
    next = readBatch(run, start + frames.length, most);
    if (unsure && (await refused(labels))) {
      most = 1;
      next = readBatch(run, start, most);
    } else pending.push({ start, labels });
    unsure = false;
    if (pending.length >= IN_FLIGHT) await finishOldest();
  }
  while (pending.length > 0) await finishOldest();
}

async function refused(labels: Promise<Labels[]>): Promise<boolean> {
  try {
    await labels;
    return false;
  } catch (error) {
    if (error instanceof MaskboardError) return true;
    throw error;
  }
}

/** As many of the next images as go in together: of one input size, and no more than `most`. */
function sameSize(
  images: readonly ModelImage[],
  plan: ModelPlan,
  start: number,
  most: number,
): ImageFrame[] {
  const next = images.slice(start, start + most).map((image) => frameOf(image, plan));
  const { width, height } = next[0]!.input;
  const other = next.findIndex(({ input }) => input.width !== width || input.height !== height);
  return other < 0 ? next : next.slice(0, other);
}

function frameOf({ width, height }: ModelImage, { size, resize }: ModelPlan): ImageFrame {
  return { ...fit({ width, height }, size, resize), image: { width, height } };
}

/** @param bytes that each label takes */
async function segment(
  child: ModelProcess,
  frames: readonly ImageFrame[],
  rgb: readonly Uint8Array[],
  bytes: 1 | 2,
  errors: "told" | "hidden",
): Promise<Labels[]> {
  const sizes = frames.map(({ image }) => image.width * image.height);
  const total = bytes * sizes.reduce((sum, size) => sum + size, 0);
  const { body } = expectAnswer(
    await child.ask({ kind: "run", images: frames }, rgb, total),
    errors,
  );
  if (body.length !== total) throw new ProcessEnded("crashed", "labels are missing");
  let at = 0;
  return sizes.map((size) => {
    const part = body.subarray(at, at + bytes * size);
    at += part.length;
    if (bytes === 1) return part;
    const labels = new Uint16Array(size);
    new Uint8Array(labels.buffer).set(part);
    return labels;
  });
}

function expectAnswer(frame: Frame, errors: "told" | "hidden"): Frame {
  const fault = answerFault(frame.head, errors);
  if (fault) throw fault;
  return frame;
}
