import { basename } from "node:path";
import { type ClassMap, MODEL_CARD, type modelCardSchema } from "@maskboard/contracts";
import { writeZip } from "@maskboard/data";
import { exportOnnx } from "@maskboard/engine";
import type { Model } from "@maskboard/models";
import * as tf from "@tensorflow/tfjs-core";
import type { z } from "zod";

/**
 * Writes what the scorer's model lane takes: the ONNX model with a card that says how it wants its
 * images, as a zip.
 */
export async function packModel(
  onnx: string,
  size: { width: number; height: number },
  { classes }: ClassMap,
  path: string,
): Promise<void> {
  const card: z.input<typeof modelCardSchema> = {
    inputSize: size,
    layout: "NCHW",
    channels: "RGB",
    range: "0..255",
    resize: "squish",
    output: "logits",
    classes: classes.map(({ id }) => id),
  };
  await writeZip(path, [
    { path: basename(onnx), file: onnx },
    { path: MODEL_CARD, data: Buffer.from(`${JSON.stringify(card, null, 2)}\n`) },
  ]);
}

/**
 * Writes a model as ONNX: `image` [batch, 3, height, width], RGB 0..255 as float32, to `logits`
 * [batch, classes, height, width]. The encoder's normalization is part of the graph.
 */
export async function exportModel(
  model: Model,
  { width, height }: { width: number; height: number },
  classMap: ClassMap,
  path: string,
): Promise<void> {
  const { mean, std } = model.encoder.normalization;
  await exportOnnx(
    ({ image }) => {
      const scaled = tf.sub(tf.div(image!, 255), tf.tensor1d([...mean]));
      return { logits: model.forward(tf.div(scaled, tf.tensor1d([...std]))) };
    },
    {
      inputs: [{ name: "image", shape: [height, width, 3] }],
      path,
      meta: { classes: classMap.classes, range: "0..255", resize: "squish", output: "logits" },
    },
  );
}
