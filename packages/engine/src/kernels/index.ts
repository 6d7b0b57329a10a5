import {
  getKernelsForBackend,
  type KernelConfig,
  type KernelFunc,
  registerKernel,
} from "@tensorflow/tfjs-core";
import { fallback } from "../fallback.ts";
import { adams } from "./adam.ts";
import { constants } from "./constant.ts";
import { convolutions } from "./conv.ts";
import { depthwise } from "./depthwise.ts";
import { elementwise } from "./elementwise.ts";
import { fused } from "./fused.ts";
import { indexings } from "./indexing.ts";
import { joins } from "./join.ts";
import { type Kernel, KernelRecorder, kernelFunc } from "./kernel.ts";
import { matmul } from "./matmul.ts";
import { normalizations } from "./normalization.ts";
import { pools } from "./pool.ts";
import { reductions } from "./reduction.ts";
import { resizes } from "./resize.ts";
import { shapes } from "./shape.ts";
import { spatials } from "./spatial.ts";
import { specials } from "./special.ts";

const kernels: Kernel[] = [
  ...elementwise,
  ...constants,
  ...shapes,
  ...joins,
  ...reductions,
  ...matmul,
  ...convolutions,
  ...depthwise,
  ...pools,
  ...fused,
  ...resizes,
  ...normalizations,
  ...indexings,
  ...spatials,
];

const table = new Map([...kernels, ...adams].map((kernel) => [kernel.name, kernel]));
const recorder = new KernelRecorder(table);
const plain = (name: string): KernelFunc => kernelFunc(table.get(name)!, recorder, fallback(name));
const special = specials(recorder, plain);

/** Names of the kernels that are lowered to ONNX, and of those that run on the cpu backend. */
export function support(): { native: string[]; cpu: string[] } {
  const names = kernels.map(({ name }) => name);
  const native = [...new Set([...names, ...special.keys()])].sort();
  const cpu = getKernelsForBackend("cpu")
    .map((kernel) => kernel.kernelName)
    .filter((name) => !table.has(name) && !special.has(name))
    .sort();
  return { native, cpu };
}

/** Registers every kernel of TensorFlow.js for a backend name. */
export function registerKernels(backendName: string): void {
  const register = (kernelName: string, func: KernelFunc): void =>
    registerKernel({ kernelName, backendName, kernelFunc: func } as KernelConfig);
  const { native, cpu } = support();
  for (const name of native) register(name, special.get(name) ?? plain(name));
  for (const name of cpu) register(name, fallback(name));
  for (const { name } of adams) register(name, plain(name));
}
