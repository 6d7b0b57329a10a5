import { exportGraphModel, type ModelFile, registerOnnxBackend } from "@maskboard/engine";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";

/** A TensorFlow.js model's files by name, `model.json` among them. */
export type Files = Map<string, Uint8Array>;

/** What a graph model computes on the backend that it is written down with. */
export async function graphModel(
  forward: (image: tf.Tensor4D) => tf.Tensor,
  options: { height?: number; width?: number; batch?: number } = {},
): Promise<Files> {
  registerOnnxBackend({ threads: 1 });
  await tf.setBackend("onnx");
  const { height = 8, width = 8, ...rest } = options;
  const files = await exportGraphModel(({ image }) => ({ out: forward(image as tf.Tensor4D) }), {
    inputs: [{ name: "image", shape: [height, width, 3] }],
    ...rest,
  });
  return byName(files);
}

/** A layers model's files, as `model.save` writes them, its weights in several files. */
export async function layersModel(layers: tfl.layers.Layer[]): Promise<Files> {
  registerOnnxBackend({ threads: 1 });
  await tf.setBackend("onnx");
  const model = tfl.sequential({ layers });
  let files: Files = new Map();
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      const bytes = new Uint8Array(artifacts.weightData as ArrayBuffer);
      const half = Math.floor(bytes.length / 2);
      const json = {
        format: "layers-model",
        modelTopology: artifacts.modelTopology,
        weightsManifest: [{ paths: ["a.bin", "b.bin"], weights: artifacts.weightSpecs }],
      };
      files = byName([
        { path: "model.json", data: Buffer.from(JSON.stringify(json)) },
        { path: "a.bin", data: bytes.subarray(0, half) },
        { path: "b.bin", data: bytes.subarray(half) },
      ]);
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
    }),
  );
  model.dispose();
  return files;
}

/** A 1x1 convolution from 3 channels to `weights.length / 3` logits, as a layers model. */
export async function layersConvolution(weights: readonly number[], size = 8): Promise<Files> {
  const classes = weights.length / 3;
  const values = Array.from({ length: 3 }, (_, color) =>
    Array.from({ length: classes }, (_, index) => weights[3 * index + color]!),
  );
  registerOnnxBackend({ threads: 1 });
  await tf.setBackend("onnx");
  const kernel = tf.tensor4d([[values]]);
  const files = await layersModel([
    tfl.layers.conv2d({
      inputShape: [size, size, 3],
      filters: classes,
      kernelSize: 1,
      useBias: false,
      weights: [kernel],
    }),
  ]);
  kernel.dispose();
  return files;
}

/** The same files with something else in `model.json`. */
export function changed(files: Files, change: (json: Record<string, never>) => void): Files {
  const json = JSON.parse(Buffer.from(files.get("model.json")!).toString());
  change(json);
  return new Map([...files, ["model.json", Buffer.from(JSON.stringify(json))]]);
}

const byName = (files: readonly ModelFile[]): Files =>
  new Map(files.map(({ path, data }) => [path, data]));
