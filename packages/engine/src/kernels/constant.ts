import type { DataType } from "@tensorflow/tfjs-core";
import type { GraphType } from "../graph/node.ts";
import { type Kernel, native } from "./kernel.ts";

const like = (name: string, number: number): Kernel =>
  native<object>({
    name,
    args: ["x"],
    infer: ([x]) => x!,
    lower: (b, [x]) => b.filled(number, x!.shape, x!.dtype),
  });

const TO = { float32: 1, int32: 6, bool: 9 } as const;

export const constants: Kernel[] = [
  like("ZerosLike", 0),
  like("OnesLike", 1),
  /** One number, given as input so that it may change without a new graph, as a whole tensor. */
  native<{ shape: number[] }>({
    name: "Fill",
    args: ["value"],
    infer: ([value], { shape }) => ({ shape, dtype: value!.dtype }),
    lower: (b, [value], { shape, dtype }) => b.view(value!.name, shape, dtype as GraphType),
  }),
  native<{ dtype: DataType }>({
    name: "Cast",
    args: ["x"],
    accepts: (_, { dtype }) => dtype in TO,
    infer: ([x], { dtype }) => ({ shape: x!.shape, dtype }),
    lower: (b, [x], { dtype }) => b.cast(x!, dtype as GraphType),
  }),
];
