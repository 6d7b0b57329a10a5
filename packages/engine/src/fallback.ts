import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu/dist/backend_cpu";
import {
  type BackendValues,
  backend_util,
  type DataType,
  engine,
  getKernel,
  type KernelFunc,
  type NamedTensorInfoMap,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import type { OnnxBackend } from "./backend.ts";

type Listener = (kernel: string) => void;

let listener: Listener = (kernel) =>
  console.warn(`onnx backend: ${kernel} runs on TensorFlow.js's cpu backend (said once).`);
const seen = new Set<string>();

/** Replaces what is done at the first use of each kernel that is not native; default: a warning. */
export function onFallback(next: Listener): void {
  listener = next;
}

function cpuBackend(): MathBackendCPU {
  const cpu = engine().findBackend("cpu") as MathBackendCPU;
  // The first use would print an advertisement for another backend.
  (cpu as unknown as { firstUse: boolean }).firstUse = false;
  return cpu;
}

/**
 * Runs a kernel of tfjs-backend-cpu on the values of our tensors. Everything it needs is computed
 * first, so in a training loop it costs a cut in the graph.
 */
export function fallback(name: string): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const onnx = backend as OnnxBackend;
    const cpu = cpuBackend();
    const kernel = getKernel(name, "cpu");
    if (!kernel)
      throw new Error(`Kernel ${name} has no implementation on the onnx or the cpu backend.`);
    // Kernels of ragged tensors take lists of tensors among their inputs.
    const list = Object.values(inputs).flat() as (TensorInfo | undefined)[];
    // Tensors without elements are plain bookkeeping, not worth a message.
    if (
      !seen.has(name) &&
      list.every((info) => info === undefined || info.shape.every((n) => n > 0))
    ) {
      seen.add(name);
      listener(name);
    }
    const lent = new Map<TensorInfo, TensorInfo>();
    const lend = (info: TensorInfo): TensorInfo => {
      const known = lent.get(info) ?? lendTo(cpu, onnx, info);
      lent.set(info, known);
      return known;
    };
    type Entry = TensorInfo | TensorInfo[] | undefined;
    const lendAll = (entry: Entry): Entry =>
      Array.isArray(entry) ? entry.map(lend) : entry && lend(entry);
    const cpuInputs = (
      Array.isArray(inputs)
        ? inputs.map(lend)
        : Object.fromEntries(Object.entries(inputs).map(([key, entry]) => [key, lendAll(entry)]))
    ) as NamedTensorInfoMap;
    const result = kernel.kernelFunc({ inputs: cpuInputs, attrs: attrs ?? {}, backend: cpu });
    const taken = new Map<object, TensorInfo>();
    const take = (info: TensorInfo): TensorInfo => {
      const shared = taken.get(info.dataId);
      if (shared) {
        onnx.incRef(shared.dataId);
        return { ...shared, shape: info.shape, dtype: info.dtype };
      }
      const values = cpu.readSync(info.dataId) as BackendValues;
      const dataId = onnx.write(values, info.shape, info.dtype);
      const own = { dataId, shape: info.shape, dtype: info.dtype };
      taken.set(info.dataId, own);
      return own;
    };
    const outputs = Array.isArray(result) ? result.map(take) : take(result);
    for (const info of taken.keys()) cpu.disposeData(info, true);
    for (const info of lent.values())
      if (!taken.has(info.dataId)) cpu.disposeData(info.dataId, true);
    return outputs;
  };
}

function lendTo(cpu: MathBackendCPU, onnx: OnnxBackend, info: TensorInfo): TensorInfo {
  const values = onnx.readSync(info.dataId);
  if ((info.dtype as string) !== "complex64") {
    const { shape, dtype } = info;
    // Some kernels ask for the rank, which tensors have and infos don't.
    const lent = { dataId: cpu.write(values, shape, dtype), shape, dtype, rank: shape.length };
    return lent;
  }
  const { real, imag } = backend_util.splitRealAndImagArrays(values as Float32Array);
  const part = (data: Float32Array): TensorInfo => ({
    dataId: cpu.write(data, info.shape, "float32" as DataType),
    shape: info.shape,
    dtype: "float32",
  });
  const inputs = { real: part(real), imag: part(imag) } as NamedTensorInfoMap;
  const complex = getKernel("Complex", "cpu")!.kernelFunc({ inputs, attrs: {}, backend: cpu });
  return complex as TensorInfo;
}
