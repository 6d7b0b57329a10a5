import {
  type BackendValues,
  getKernelsForBackend,
  type KernelConfig,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import type { OnnxBackend } from "../backend.ts";
import { fallback } from "../fallback.ts";
import { constants } from "./constant.ts";
import { elementwise } from "./elementwise.ts";
import { type Kernel, kernelFunc, recorderOf } from "./kernel.ts";
import { matmul } from "./matmul.ts";
import { reductions } from "./reduction.ts";
import { shapes } from "./shape.ts";

const kernels: Kernel[] = [
  ...elementwise,
  ...constants,
  ...shapes,
  ...reductions,
  ...matmul,
];

const table = new Map(kernels.map((kernel) => [kernel.name, kernel]));
const recorder = recorderOf(table);

const identity: KernelFunc = ({ inputs, backend }) => {
  const { x } = inputs as { x: TensorInfo };
  (backend as OnnxBackend).incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
};

const fill: KernelFunc = (params) => {
  const backend = params.backend as OnnxBackend;
  const { shape, value, dtype } = params.attrs as never as {
    shape: number[];
    value: number | string;
    dtype: "float32";
  };
  if (typeof value === "string" || shape.includes(0)) return fallback("Fill")(params);
  backend.enter();
  const scalar = backend.write([value] as never as BackendValues, [], dtype ?? "float32");
  const node = backend.node({ dataId: scalar, shape: [], dtype: dtype ?? "float32" });
  const out = backend.adopt(recorder(backend)("Fill", [node], { shape }));
  backend.disposeData(scalar);
  return out;
};

/** Kernels that only pass a data id on, or that make a value out of attributes. */
const special = new Map<string, KernelFunc>([
  ["Identity", identity],
  ["Fill", fill],
]);

/** Names of the kernels that are lowered to ONNX, and of those that run on the cpu backend. */
export function support(): { native: string[]; cpu: string[] } {
  const native = [...new Set([...table.keys(), ...special.keys()])].sort();
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
  for (const name of native) {
    const kernel = table.get(name);
    register(name, special.get(name) ?? kernelFunc(kernel!, recorder, fallback(name)));
  }
  for (const name of cpu) register(name, fallback(name));
}
