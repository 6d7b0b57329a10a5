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

/** Photographs of fish, 640 x 853 pixels; `null` where they are not there. */
export async function photographs(count: number): Promise<Picture[] | null> {
  return HAS_SHARED_DATA ? read(join(SHARED_DATA, "catfish/val/images"), count) : null;
}

/** Drawn animals in the size of the seeded challenge. */
export async function drawings(folder: string, count: number): Promise<Picture[]> {
  const challenge = join(folder, "challenge");
  const drawn = { train: Math.min(count, 64), publicTest: 1, privateTest: 1 };
  await writeAnimalChallenge(challenge, { seed: 1, ...drawn });
  return read(join(challenge, "train/images"), count);
}

/** The images of a folder, again and again. */
async function read(folder: string, count: number): Promise<Picture[]> {
  const names = (await readdir(folder)).sort();
  const one = async (index: number): Promise<Picture> => {
    const bytes = await readFile(join(folder, names[index % names.length]!));
    const { width, height } = await readRgb(bytes);
    return { stem: String(index), width, height, bytes };
  };
  return Promise.all(Array.from({ length: count }, (_, index) => one(index)));
}
