import { existsSync } from "node:fs";
import { MaskboardError } from "@maskboard/contracts";
import { fetchWeights, readWeights } from "@maskboard/engine";
import {
  fromKerasResnet50,
  loadEncoder,
  type Model,
  pretrainedFile,
  publishedEncoder,
} from "@maskboard/models";

/**
 * Gives a model's encoder weights that were learnt elsewhere.
 * @param source `none`; `imagenet`, which is downloaded once into `cache`; or a file: a checkpoint of
 * PyTorch or safetensors, named as torchvision's encoders, Hugging Face's Mix Transformers or Keras' first
 * ResNet50
 * @returns what was loaded, for people; `null` for `none`
 * @throws MaskboardError `not_found` where there is no such file
 * @throws ModelError where the weights are another encoder's, WeightsError where they can't be had
 */
export async function loadPretrained(
  model: Model,
  source: string,
  cache: string,
): Promise<string | null> {
  if (source === "none") return null;
  const file =
    source === "imagenet" ? await fetchWeights(pretrainedFile(model.encoder.name), cache) : source;
  if (!existsSync(file))
    throw new MaskboardError("not_found", `There is no file of weights ${file}.`, { file });
  const weights = await readWeights(file);
  const keras = [...weights.keys()].some((name) => name.endsWith("/kernel"));
  const { loaded } = keras
    ? loadEncoder(model.parameters, fromKerasResnet50(weights))
    : loadEncoder(model.parameters, weights, publishedEncoder);
  return `encoder from ${file}: ${loaded.length} arrays`;
}

/** Whether `imagenet` is to be had for an encoder. */
export function hasPublishedWeights(encoder: string): boolean {
  try {
    pretrainedFile(encoder);
    return true;
  } catch {
    return false;
  }
}
