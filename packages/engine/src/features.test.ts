import { expect, test } from "vitest";
import { featuresTable } from "./features.ts";
import { support } from "./kernels/index.ts";
import "./testing/compare.ts";

test("FEATURES.md says what is registered", async () => {
  await expect(featuresTable()).toMatchFileSnapshot("../FEATURES.md");
});

test("what the architectures need is native, forward and backward", () => {
  const needed = [
    "Conv2D",
    "Conv2DBackpropInput",
    "Conv2DBackpropFilter",
    "DepthwiseConv2dNative",
    "FusedConv2D",
    "DepthwiseConv2dNativeBackpropInput",
    "DepthwiseConv2dNativeBackpropFilter",
    "MaxPool",
    "MaxPoolGrad",
    "AvgPool",
    "AvgPoolGrad",
    "ResizeBilinear",
    "ResizeBilinearGrad",
    "ResizeNearestNeighbor",
    "ResizeNearestNeighborGrad",
    "FusedBatchNorm",
    "Softmax",
    "BatchMatMul",
    "Transpose",
    "Reshape",
    "Erf",
    "Rsqrt",
    "Mean",
    "Sum",
    "Concat",
    "Slice",
    "PadV2",
    "MirrorPad",
    "GatherV2",
    "UnsortedSegmentSum",
    "OneHot",
    "Select",
    "Cumsum",
    "DepthToSpace",
    "ArgMax",
    "Tile",
    "Softplus",
    "Tanh",
    "Sigmoid",
    "Relu",
    "Elu",
  ];
  expect(support().native).toEqual(expect.arrayContaining(needed));
});
