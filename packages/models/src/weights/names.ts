import type { NameMap } from "./state.ts";

/** Classifiers, which no model here has a use for. */
const CLASSIFIER = /^(fc|classifier)\./;

/**
 * Encoders alone, as torchvision publishes ResNets, VGGs, MobileNets, EfficientNets and DenseNets
 * (timm's first three ResNets have the same names) and Hugging Face the Mix Transformers
 * (`nvidia/mit-b0`): everything belongs to the encoder but the classifier.
 */
export const publishedEncoder: NameMap = (name) => {
  if (CLASSIFIER.test(name)) return null;
  // torchvision renames what DenseNet's older files call norm.1 and conv.2 when it loads them.
  const own = name.replace(/(denselayer\d+\.(?:norm|conv))\.(\d)/, "$1$2");
  return `encoder.${own.replace(/^segformer\.encoder\./, "")}`;
};

/** Replaces the first beginning that fits; other names stay. */
const renamed =
  (table: readonly (readonly [string, string])[]): NameMap =>
  (name) => {
    const entry = table.find(([from]) => name.startsWith(from));
    return entry ? entry[1] + name.slice(entry[0].length) : name;
  };

/** torchvision's `fcn_resnet50`, `deeplabv3_resnet50` and the like: `fcn` and `deeplabv3` here. */
export const torchvisionSegmentation = renamed([
  ["backbone.", "encoder."],
  ["classifier.4.", "head."],
  ["classifier.", "decoder."],
  ["aux_classifier.", "auxiliary."],
]);

/** Hugging Face's `SegformerForSemanticSegmentation`, NVIDIA's checkpoints: `segformer` here. */
export const huggingFaceSegformer = renamed([
  ["segformer.encoder.", "encoder."],
  ["decode_head.classifier.", "head."],
  ["decode_head.", "decoder."],
]);

/** segmentation_models.pytorch's `Unet`, `Linknet` and `FPN` on ResNets, VGGs and DenseNets. */
export const segmentationModels = renamed([["segmentation_head.0.", "head."]]);

/**
 * `learn.model.state_dict()` of fastai's `unet_learner` on a ResNet: numbered layers, where 0 is the
 * body (0 and 1 the stem, 4 to 7 the stages), 1 the normalization, 3 the middle, then the blocks,
 * the last pixel shuffle, with `lastCross` the residual block, and the head.
 */
export function fastaiUnet(options: { depth?: number; lastCross?: boolean } = {}): NameMap {
  const { depth = 5, lastCross = true } = options;
  const shuffle = 4 + depth - 1;
  const each = (f: (i: number) => [string, string]) =>
    Array.from({ length: depth - 1 }, (_, i) => f(i));
  const table: [string, string][] = [
    ["0.0.", "encoder.conv1."],
    ["0.1.", "encoder.bn1."],
    ...each((i) => [`0.${4 + i}.`, `encoder.layer${i + 1}.`]),
    ["1.", "decoder.norm."],
    ["3.0.0.", "decoder.middle.0."],
    ["3.1.0.", "decoder.middle.1."],
    ...each((i) => [`${4 + i}.`, `decoder.blocks.${i}.`]),
    [`${shuffle}.0.0.`, "decoder.shuffle."],
    [`${shuffle + 3}.convpath.0.0.`, "decoder.cross.0."],
    [`${shuffle + 3}.convpath.1.0.`, "decoder.cross.1."],
    [`${shuffle + (lastCross ? 4 : 2)}.0.`, "head."],
  ];
  return (name) => {
    const entry = table.find(([from]) => name.startsWith(`layers.${from}`));
    return entry ? inBlock(name.replace(`layers.${entry[0]}`, entry[1])) : name;
  };
}

/** The names inside of a UnetBlock; all others stay. */
function inBlock(name: string): string {
  if (!name.startsWith("decoder.blocks.")) return name;
  return name
    .replace(".shuf.0.0.", ".shuffle.")
    .replace(".bn.", ".norm.")
    .replace(/\.conv2\.2\.(query|key|value)\.0\./, ".attention.$1.")
    .replace(".conv2.2.gamma", ".attention.gamma")
    .replace(/\.conv([12])\.0\./, ".conv$1.");
}
