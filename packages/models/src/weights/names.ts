import type { NameMap } from "./state.ts";

/**
 * ResNets of torchvision and of timm (whose resnet18, 34 and 50 have the same names): everything
 * belongs to the encoder but the classifier.
 */
export const torchvisionResnet: NameMap = (name) =>
  name.startsWith("fc.") ? null : `encoder.${name}`;

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
