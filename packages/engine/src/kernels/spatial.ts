import { backend_util } from "@tensorflow/tfjs-core";
import { size } from "../graph/layout.ts";
import { composite, type Kernel } from "./kernel.ts";

const { getPermuted, getReshaped, getReshapedPermuted, getSliceBeginCoords, getSliceSize } =
  backend_util;

const depthToSpace = composite<{ blockSize: number; dataFormat: "NHWC" | "NCHW" }>({
  name: "DepthToSpace",
  args: ["x"],
  run: (record, [x], { blockSize: r, dataFormat }) => {
    const reshape = (node: typeof x, shape: number[]) => record("Reshape", [node!], { shape });
    if (dataFormat === "NCHW") {
      const [n, c, h, w] = x!.shape as [number, number, number, number];
      const split = reshape(x, [n, r, r, c / (r * r), h, w]);
      const turned = record("Transpose", [split], { perm: [0, 3, 4, 1, 5, 2] });
      return reshape(turned, [n, c / (r * r), h * r, w * r]);
    }
    const [n, h, w, c] = x!.shape as [number, number, number, number];
    const split = reshape(x, [n, h, w, r, r, c / (r * r)]);
    const turned = record("Transpose", [split], { perm: [0, 1, 3, 2, 4, 5] });
    return reshape(turned, [n, h * r, w * r, c / (r * r)]);
  },
});

const batchToSpace = composite<{ blockShape: number[]; crops: number[][] }>({
  name: "BatchToSpaceND",
  args: ["x"],
  run: (record, [x], { blockShape, crops }) => {
    const block = size(blockShape);
    const reshaped = getReshaped([...x!.shape], blockShape, block);
    const perm = getPermuted(reshaped.length, blockShape.length);
    const merged = getReshapedPermuted([...x!.shape], blockShape, block);
    const begin = getSliceBeginCoords(crops, blockShape.length);
    const kept = getSliceSize(merged, crops, blockShape.length);
    const split = record("Reshape", [x!], { shape: reshaped });
    const joined = record("Reshape", [record("Transpose", [split], { perm })], { shape: merged });
    return record("Slice", [joined], { begin, size: kept });
  },
});

const spaceToBatch = composite<{ blockShape: number[]; paddings: [number, number][] }>({
  name: "SpaceToBatchND",
  args: ["x"],
  run: (record, [x], { blockShape, paddings }) => {
    const block = size(blockShape);
    const complete = x!.shape.map((_, i) => paddings[i - 1] ?? [0, 0]);
    const padded = record("PadV2", [x!], { paddings: complete, constantValue: 0 });
    const reshaped = getReshaped([...padded.shape], blockShape, block, false);
    const perm = getPermuted(reshaped.length, blockShape.length, false);
    const merged = getReshapedPermuted([...padded.shape], blockShape, block, false);
    const split = record("Reshape", [padded], { shape: reshaped });
    return record("Reshape", [record("Transpose", [split], { perm })], { shape: merged });
  },
});

export const spatials: Kernel[] = [depthToSpace, batchToSpace, spaceToBatch];
