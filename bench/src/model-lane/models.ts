import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { recipe } from "@maskboard/baselines/recipes";
import { readRgb } from "@maskboard/data";
import { writeAnimalChallenge } from "@maskboard/data/synthetic";
import { exportGraphModel, exportOnnx, registerOnnxBackend } from "@maskboard/engine";
import { createModel } from "@maskboard/models";
import * as tf from "@tensorflow/tfjs-core";
import { HAS_SHARED_DATA, SHARED_DATA } from "../env.ts";

export interface Picture {
  readonly stem: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** A recipe's network with first values, as what a team would upload. */
export interface Network {
  readonly name: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly onnx: Uint8Array;
  /** The files of a TensorFlow.js graph model. */
  readonly tfjs: ReadonlyMap<string, Uint8Array>;
}

export const CLASSES = 7;

export async function network(preset: "default" | "paper"): Promise<Network> {
  registerOnnxBackend();
  await tf.setBackend("onnx");
  const { model: config, size = { width: 350, height: 350 } } = recipe("body-parts", preset);
  const { architecture = "dynamic-unet", encoder = "resnet34", ...rest } = config ?? {};
  const model = createModel({ architecture, encoder, classes: CLASSES, ...rest });
  const forward = ({ image }: Record<string, tf.Tensor>) => ({
    logits: model.forward(image as tf.Tensor4D),
  });
  const options = { inputs: [{ name: "image", shape: [size.height, size.width, 3] }] };
  const onnx = await exportOnnx(forward, options);
  const files = await exportGraphModel(forward, options);
  model.dispose();
  return {
    name: `${architecture}, ${encoder}, ${size.width} x ${size.height}`,
    size,
    onnx,
    tfjs: new Map(files.map(({ path, data }) => [path, data])),
  };
}

/** Photographs of fish, or drawn animals where they are not there. */
export async function pictures(folder: string, count: number): Promise<Picture[]> {
  let images = join(SHARED_DATA, "catfish/val/images");
  if (!HAS_SHARED_DATA) {
    const challenge = join(folder, "challenge");
    await writeAnimalChallenge(challenge, { seed: 1, train: count, publicTest: 1, privateTest: 1 });
    images = join(challenge, "train/images");
  }
  const names = (await readdir(images)).sort();
  const read = async (index: number): Promise<Picture> => {
    const bytes = await readFile(join(images, names[index % names.length]!));
    const { width, height } = await readRgb(bytes);
    return { stem: String(index), width, height, bytes };
  };
  return Promise.all(Array.from({ length: count }, (_, index) => read(index)));
}
