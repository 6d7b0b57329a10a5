import {
  type BackendValues,
  backend_util,
  engine,
  type KernelFunc,
  onesLike,
  type Tensor,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import type { OnnxBackend } from "../backend.ts";
import { fallback } from "../fallback.ts";
import { noteFused } from "../gradients/convolution.ts";
import type { KernelRecorder } from "./kernel.ts";

const identity: KernelFunc = ({ inputs, backend }) => {
  const { x } = inputs as { x: TensorInfo };
  (backend as OnnxBackend).incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
};

/** The number becomes a leaf, so that another number needs no other graph. */
const fill =
  (recorder: KernelRecorder): KernelFunc =>
  (params) => {
    const backend = params.backend as OnnxBackend;
    const {
      shape,
      value,
      dtype = "float32",
    } = params.attrs as never as {
      shape: number[];
      value: number | string;
      dtype?: "float32";
    };
    if (typeof value === "string" || shape.includes(0)) return fallback("Fill")(params);
    backend.enter();
    const dataId = backend.write([value] as never as BackendValues, [], dtype);
    const node = backend.node({ dataId, shape: [], dtype });
    const out = backend.adopt(recorder.byName(backend)("Fill", [node], { shape }));
    backend.disposeData(dataId);
    return out;
  };

/** Scale and offset are optional and come in no fixed order. */
const batchNorm =
  (recorder: KernelRecorder, plain: KernelFunc): KernelFunc =>
  (params) => {
    const backend = params.backend as OnnxBackend;
    const inputs = params.inputs as Record<string, TensorInfo | undefined>;
    if (inputs.scale && inputs.offset) return plain(params);
    // A tape takes this object after us and can't stand inputs that are undefined.
    if (engine().state.activeTape) {
      for (const name of ["scale", "offset"]) if (!inputs[name]) delete inputs[name];
      inputs.scale ??= onesLike(inputs.mean as Tensor);
    }
    const made: TensorInfo[] = [];
    const constant = (name: "ZerosLike" | "OnesLike"): TensorInfo => {
      const info = backend.adopt(recorder.byName(backend)(name, [backend.node(inputs.mean!)]));
      made.push(info);
      return info;
    };
    backend.enter();
    const scale = inputs.scale ?? constant("OnesLike");
    const offset = inputs.offset ?? constant("ZerosLike");
    const out = plain({ ...params, inputs: { ...inputs, scale, offset } as never });
    for (const info of made) backend.disposeData(info.dataId);
    return out;
  };

/** The gradient, which is written into the op, must learn how the kernel ran. */
const noted =
  (name: string, plain: KernelFunc): KernelFunc =>
  (params) => {
    const out = plain(params) as TensorInfo;
    noteFused(name, out.dataId, params.attrs as never);
    return out;
  };

/** Complex tensors stay on the host, real and imaginary parts interleaved. */
const complex: KernelFunc = ({ inputs, backend }) => {
  const { real, imag } = inputs as { real: TensorInfo; imag: TensorInfo };
  const onnx = backend as OnnxBackend;
  const parts = [real, imag].map((info) => onnx.readSync(info.dataId) as Float32Array);
  const values = backend_util.mergeRealAndImagArrays(parts[0]!, parts[1]!);
  return {
    dataId: onnx.write(values, real.shape, "complex64"),
    shape: real.shape,
    dtype: "complex64",
  };
};

const part =
  (name: "real" | "imag"): KernelFunc =>
  ({ inputs, backend }) => {
    const { input } = inputs as { input: TensorInfo };
    const onnx = backend as OnnxBackend;
    const values = backend_util.splitRealAndImagArrays(onnx.readSync(input.dataId) as Float32Array);
    return {
      dataId: onnx.write(values[name], input.shape, "float32"),
      shape: input.shape,
      dtype: "float32",
    };
  };

/** Kernels that are more than one node of the graph, or none. */
export function specials(
  recorder: KernelRecorder,
  plain: (name: string) => KernelFunc,
): Map<string, KernelFunc> {
  const fused = ["FusedConv2D", "FusedDepthwiseConv2D"] as const;
  return new Map([
    ...fused.map((name) => [name, noted(name, plain(name))] as const),
    ["Identity", identity],
    ["Fill", fill(recorder)],
    ["FusedBatchNorm", batchNorm(recorder, plain("FusedBatchNorm"))],
    ["Complex", complex],
    ["Real", part("real")],
    ["Imag", part("imag")],
  ]);
}
