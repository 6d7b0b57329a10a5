import { basename, join } from "node:path";
import { type ClassMap, MODEL_CARD, type modelCardSchema } from "@maskboard/contracts";
import { writeZip } from "@maskboard/data";
import { exportGraphModel, exportOnnx, type Forward } from "@maskboard/engine";
import type { Model } from "@maskboard/models";
import * as tf from "@tensorflow/tfjs-core";
import type { z } from "zod";
import type { RunFolder } from "./run-folder.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Writes a model in the two forms that the scorer's model lane takes, each also as a zip with a card
 * that says how it wants its images: RGB 0..1 as float32, squished, the encoder's normalization
 * being part of the graph.
 * - ONNX: `image` [batch, 3, height, width] to `logits` [batch, classes, height, width]
 * - TensorFlow.js graph model: [batch, height, width, 3] to [batch, height, width, classes]
 */
export async function exportModels(
  model: Model,
  size: Size,
  classMap: ClassMap,
  folder: RunFolder,
): Promise<void> {
  const options = {
    inputs: [{ name: "image", shape: [size.height, size.width, 3] }],
    meta: { classes: classMap.classes, range: "0..1", resize: "squish", output: "logits" },
  };
  const forward = forwardOf(model);
  await exportOnnx(forward, { ...options, path: folder.onnx });
  await pack(folder.submission, [folder.onnx], cardOf("NCHW", size, classMap));
  const files = await exportGraphModel(forward, { ...options, dir: folder.tfjs });
  const paths = files.map(({ path }) => join(folder.tfjs, path));
  await pack(folder.tfjsSubmission, paths, cardOf("NHWC", size, classMap));
}

const forwardOf =
  (model: Model): Forward =>
  ({ image }) => {
    const { mean, std } = model.encoder.normalization;
    const centred = tf.sub(image!, tf.tensor1d([...mean]));
    return { logits: model.forward(tf.div(centred, tf.tensor1d([...std]))) };
  };

type Card = z.input<typeof modelCardSchema>;

const cardOf = (layout: Card["layout"], inputSize: Size, { classes }: ClassMap): Card => ({
  ...{ inputSize, layout, channels: "RGB", range: "0..1", resize: "squish", output: "logits" },
  classes: classes.map(({ id }) => id),
});

async function pack(zip: string, files: readonly string[], card: Card): Promise<void> {
  await writeZip(zip, [
    ...files.map((file) => ({ path: basename(file), file })),
    { path: MODEL_CARD, data: Buffer.from(`${JSON.stringify(card, null, 2)}\n`) },
  ]);
}
