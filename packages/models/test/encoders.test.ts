import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { createEncoder } from "../src/encoders/registry.ts";
import { at, Parameters } from "../src/parameters/store.ts";
import { use } from "./backend.ts";
import fixtures from "./fixtures/encoders.json" with { type: "json" };
import more from "./fixtures/encoders-more.json" with { type: "json" };
import { expectTensor, fill, image, type Sampled } from "./formula.ts";

const make = (name: string, options = {}, plan = false) => {
  const parameters = new Parameters({ plan });
  const encoder = createEncoder(name, at({ parameters, prefix: "" }, "encoder"), options);
  return { parameters, encoder };
};

interface Fixture {
  encoder: string;
  options?: object;
  image: number[];
  parameters: number;
  maps: Sampled[];
}

describe.each<Fixture>([...fixtures, ...more])("$encoder $options as torchvision's", (fixture) => {
  test("parameters, maps", async () => {
    const left = await use("onnx");
    const { parameters, encoder } = make(fixture.encoder, fixture.options);
    fill(parameters);
    expect(parameters.count).toBe(fixture.parameters);
    const x = image("image", fixture.image);
    const maps = tf.tidy(() => encoder.features(x, { training: false }));
    for (const [i, map] of maps.entries()) expectTensor(map, fixture.maps[i]!, 1e-4, `map ${i}`);
    expect(maps).toHaveLength(fixture.maps.length);
    tf.dispose([x, maps]);
    parameters.dispose();
    expect(left()).toBe(0);
  });
});

/** torchvision's published counts of whole networks, less the classifier's. */
test.each([
  ["resnet18", 11_689_512 - 513_000],
  ["resnet34", 21_797_672 - 513_000],
  ["resnet50", 25_557_032 - 2_049_000],
  ["resnet50-v1", 25_557_032 - 2_049_000],
  ["resnet101", 44_549_160 - 2_049_000],
  ["resnet152", 60_192_808 - 2_049_000],
  ["vgg16", 138_357_544 - 123_642_856],
  ["vgg19", 143_667_240 - 123_642_856],
  ["mobilenet_v2", 3_504_872 - 1_281_000],
  ["densenet161", 28_681_000 - 2_209_000],
  ["densenet169", 14_149_480 - 1_665_000],
  ["densenet201", 20_013_928 - 1_921_000],
  // The last 1 x 1 convolution with its normalization goes with the classifier.
  ["efficientnet-b0", 5_288_548 - 1_281_000 - 320 * 1280 - 2 * 1280],
  ["efficientnet-b7", 66_347_960 - 2_561_000 - 640 * 2560 - 2 * 2560],
])("%s has %i parameters", (name, count) => {
  expect(make(name, {}, true).parameters.count).toBe(count);
});

/** One of each family, and what differs inside of it. */
const FAMILIES = ["resnet18", "resnet50", "resnet50-v1", "mit_b0", "mobilenet_v2"];
const OTHERS = ["efficientnet-b0", "vgg11", "vgg11_bn", "densenet121", "plain"];

describe.each([...FAMILIES, ...OTHERS])("%s keeps the contract", (name) => {
  test.each([
    [3, 33, 33],
    [4, 48, 70],
    [2, 32, 64],
  ])("depth %i, %i x %i", async (depth, h, w) => {
    const left = await use("onnx");
    const { parameters, encoder } = make(name, { depth, inChannels: 2 });
    expect(encoder.channels).toHaveLength(depth + 1);
    const known = parameters.all().map(({ name: of }) => encoder.stageOf(of.slice(8)));
    expect([...new Set(known)]).toEqual(encoder.stages);
    const x = image("image", [1, h, w, 2]);
    const maps = tf.tidy(() => encoder.features(x, { training: false }));
    for (const [i, map] of maps.entries()) {
      const side = (n: number) => Math.ceil(n / encoder.strides[i]!);
      expect(map.shape).toEqual([1, side(h), side(w), encoder.channels[i]]);
    }
    tf.dispose([x, maps]);
    parameters.dispose();
    expect(left()).toBe(0);
  });
});

test("what is not there is named", () => {
  expect(() => make("resnet35", {}, true)).toThrow(/No encoder "resnet35".*resnet34/);
  expect(() => make("resnet34", { depth: 6 }, true)).toThrow(/depths from 2 to 5, not 6/);
});
