import type { ClassMap } from "@maskboard/contracts";
import { exportOnnx } from "@maskboard/engine";
import type { Model } from "@maskboard/models";
import * as tf from "@tensorflow/tfjs-core";

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
