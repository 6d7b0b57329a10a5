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
  const table: [RegExp, string][] = [
    [/^layers\.0\.0\./, "encoder.conv1."],
    [/^layers\.0\.1\./, "encoder.bn1."],
    ...Array.from({ length: depth - 1 }, (_, i): [RegExp, string] => [
      new RegExp(`^layers\\.0\\.${4 + i}\\.`),
      `encoder.layer${i + 1}.`,
    ]),
    [/^layers\.1\./, "decoder.norm."],
    [/^layers\.3\.(\d)\.0\./, "decoder.middle.$1."],
    ...Array.from({ length: depth - 1 }, (_, i): [RegExp, string] => [
      new RegExp(`^layers\\.${4 + i}\\.`),
      `decoder.blocks.${i}.`,
    ]),
    [new RegExp(`^layers\\.${shuffle}\\.0\\.0\\.`), "decoder.shuffle."],
    ...(lastCross
      ? [
          [
            new RegExp(`^layers\\.${shuffle + 3}\\.convpath\\.(\\d)\\.0\\.`),
            "decoder.cross.$1.",
          ] as const,
        ]
      : []
    ).map(([from, to]): [RegExp, string] => [from, to]),
    [new RegExp(`^layers\\.${shuffle + (lastCross ? 4 : 2)}\\.0\\.`), "head."],
  ];
  return (name) => {
    const entry = table.find(([pattern]) => pattern.test(name));
    if (!entry) return name;
    const mapped = name.replace(...entry);
    if (!mapped.startsWith("decoder.blocks.")) return mapped;
    return mapped
      .replace(".shuf.0.0.", ".shuffle.")
      .replace(".bn.", ".norm.")
      .replace(/\.conv2\.2\.(query|key|value)\.0\./, ".attention.$1.")
      .replace(".conv2.2.gamma", ".attention.gamma")
      .replace(/\.conv([12])\.0\./, ".conv$1.");
  };
}
