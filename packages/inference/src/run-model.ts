import { availableParallelism } from "node:os";
import { MaskboardError } from "@maskboard/contracts";
import type { RgbPixels } from "@maskboard/data";
import type { LoadableModel } from "./artifact/files.ts";
import type { Frame } from "./child/frames.ts";
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
  onLabels(index: number, labels: Uint16Array): Promise<void>;
}

/** Batches on their way: one is computed while the next one is read. */
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
  let first: NodeJS.Timeout | undefined;
  try {
    await child.start(model.format).catch(notTheModel);
    first = setTimeout(() => child.tooSlow(), limits.seconds * FIRST_SHARE * 1_000);
    const { format, parts } = model;
    const load = { kind: "load", format, parts: parts.map(({ length }) => length), plan, threads };
    expectAnswer(await child.ask(load, parts, 0), "told");
    await tryOut(child, run);
    clearTimeout(first);
    await segmentAll(child, run);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ProcessEnded) throw endFault(error, limits);
    throw error;
  } finally {
    clearTimeout(first);
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
  await segment(child, [frame], [testCard(frame.content)], "told");
}

async function segmentAll(child: ModelProcess, { images, plan, onLabels }: ModelRun) {
  const frames = images.map((image) => frameOf(image, plan));
  const read = (part: readonly ImageFrame[], start: number) =>
    Promise.all(part.map(async ({ content }, i) => (await images[start + i]!.read(content)).rgb));
  const finish = async (start: number, labels: readonly Uint16Array[]) => {
    for (const [index, one] of labels.entries()) await onLabels(start + index, one);
  };

  let batch = plan.batch.images;
  let start = 0;
  if (batch > 1 && !plan.batch.fixed) {
    const part = sameSize(frames, 0, batch);
    const pixels = await read(part, 0);
    const labels = await segment(child, part, pixels, "hidden").catch((error: unknown) => {
      if (error instanceof MaskboardError) return null;
      throw error;
    });
    if (labels) {
      await finish(0, labels);
      start = part.length;
    } else {
      // Many exports claim to take any number and have a one written in somewhere.
      batch = 1;
    }
  }

  const pending: { start: number; labels: Promise<Uint16Array[]> }[] = [];
  const finishOldest = async () => {
    const oldest = pending.shift()!;
    await finish(oldest.start, await oldest.labels);
  };
  while (start < images.length) {
    const part = sameSize(frames, start, batch);
    const labels = segment(child, part, await read(part, start), "hidden");
    // It may fail while nobody waits for it yet.
    labels.catch(() => {});
    pending.push({ start, labels });
    start += part.length;
    if (pending.length >= IN_FLIGHT) await finishOldest();
  }
  while (pending.length > 0) await finishOldest();
}

/** As many of the next images as go in together: of one input size, and no more than `most`. */
function sameSize(frames: readonly ImageFrame[], start: number, most: number): ImageFrame[] {
  const { width, height } = frames[start]!.input;
  const next = frames.slice(start, start + most);
  const other = next.findIndex(({ input }) => input.width !== width || input.height !== height);
  return other < 0 ? next : next.slice(0, other);
}

function frameOf({ width, height }: ModelImage, { size, resize }: ModelPlan): ImageFrame {
  return { ...fit({ width, height }, size, resize), image: { width, height } };
}

async function segment(
  child: ModelProcess,
  frames: readonly ImageFrame[],
  rgb: readonly Uint8Array[],
  errors: "told" | "hidden",
): Promise<Uint16Array[]> {
  const sizes = frames.map(({ image }) => image.width * image.height);
  const total = 2 * sizes.reduce((sum, size) => sum + size, 0);
  const { body } = expectAnswer(
    await child.ask({ kind: "run", images: frames }, rgb, total),
    errors,
  );
  if (body.length !== total) throw new ProcessEnded("crashed", "labels are missing");
  let at = 0;
  return sizes.map((size) => {
    const labels = new Uint16Array(size);
    new Uint8Array(labels.buffer).set(body.subarray(at, at + 2 * size));
    at += 2 * size;
    return labels;
  });
}

function expectAnswer(frame: Frame, errors: "told" | "hidden"): Frame {
  const fault = answerFault(frame.head, errors);
  if (fault) throw fault;
  return frame;
}
