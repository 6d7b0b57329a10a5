import { describe, expect, test } from "vitest";
import type { ModelConfig } from "../src/config.ts";
import { planModel } from "../src/create.ts";
import { torchShape } from "../src/parameters/layout.ts";
import {
  huggingFaceSegformer,
  publishedEncoder,
  segmentationModels,
  torchvisionSegmentation,
} from "../src/weights/names.ts";
import type { NameMap } from "../src/weights/state.ts";
import published from "./fixtures/published-names.json" with { type: "json" };

const own = (config: ModelConfig): Record<string, number[]> => {
  const { parameters } = planModel(config);
  const all = parameters.all();
  return Object.fromEntries(
    all.map(({ name, shape, layout }) => [name, torchShape(shape, layout)]),
  );
};

test.each<[string, object, NameMap, ModelConfig]>([
  [
    "torchvision's deeplabv3_resnet50 with its auxiliary classifier",
    published.torchvision,
    torchvisionSegmentation,
    { architecture: "deeplabv3", encoder: "resnet50", classes: 3 },
  ],
  [
    "Hugging Face's SegFormer B0",
    published.huggingface,
    huggingFaceSegformer,
    { architecture: "segformer", encoder: "mit_b0", classes: 3 },
  ],
])("%s maps one to one", (_, names, map, config) => {
  const mapped = Object.entries(names).map(([name, shape]) => [map(name), shape]);
  const expected = own(config);
  expect(Object.fromEntries(mapped)).toEqual(expected);
  expect(mapped).toHaveLength(Object.keys(expected).length);
});

describe("what an encoder's checkpoint is called in a model", () => {
  test.each([
    ["layer4.2.bn3.running_var", "encoder.layer4.2.bn3.running_var"],
    ["fc.weight", null],
    ["features.28.bias", "encoder.features.28.bias"],
    ["classifier.6.bias", null],
    ["segformer.encoder.block.0.1.mlp.dense1.bias", "encoder.block.0.1.mlp.dense1.bias"],
    ["classifier.weight", null],
  ])("%s: %s", (name, mapped) => {
    expect(publishedEncoder(name)).toBe(mapped);
  });
});

test("segmentation_models.pytorch differs in the head alone", () => {
  expect(segmentationModels("segmentation_head.0.bias")).toBe("head.bias");
  for (const name of ["encoder.conv1.weight", "decoder.p4.skip_conv.bias"])
    expect(segmentationModels(name)).toBe(name);
});

test("old checkpoints of DenseNet number their layers in another way", () => {
  expect(publishedEncoder("features.denseblock1.denselayer2.norm.1.weight")).toBe(
    "encoder.features.denseblock1.denselayer2.norm1.weight",
  );
});
