import * as tf from "@tensorflow/tfjs-core";
import { BACKEND, onnxBackend, registerOnnxBackend } from "./register.ts";

/** What `--backend` takes. */
export const BACKEND_CHOICES = [
  "auto",
  "onnx",
  "onnx:webgpu",
  "onnx:cuda",
  "tensorflow",
  "webgpu",
  "wasm",
  "cpu",
] as const;
export type BackendChoice = (typeof BACKEND_CHOICES)[number];

/** The backend that TensorFlow.js now uses, and why it is this one. */
export interface Selection {
  readonly choice: Exclude<BackendChoice, "auto">;
  /** Its name in `tf.setBackend`. */
  readonly backend: string;
  /** One line for people. */
  readonly reason: string;
}

/** An explicit choice that can't be had here; the message says what to install or change. */
export class BackendUnavailableError extends Error {
  override readonly name = "BackendUnavailableError";
}

/** Makes a backend the current one; resolves to its name and what it runs on, throws where it can't. */
type Attempt = () => Promise<{ backend: string; on: string }>;

/** Computes something small, so that a device that only pretends is found out now. */
async function probe(backend: string): Promise<void> {
  if (!(await tf.setBackend(backend)))
    throw new Error(`TensorFlow.js refuses the backend ${backend}`);
  const result = tf.tidy(() => tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])));
  try {
    const [first] = await result.data();
    if (first !== 3) throw new Error(`a small product came out as ${first} instead of 3`);
  } finally {
    result.dispose();
  }
}

function provider(name: "cpu" | "webgpu" | "cuda", on: string): Attempt {
  const backend = name === "cpu" ? BACKEND : `${BACKEND}-${name}`;
  return async () => {
    if (name === "cuda") await findCuda();
    registerOnnxBackend(name === "cpu" ? {} : { providers: [name, "cpu"] }, backend);
    try {
      await probe(backend);
    } catch (error) {
      if (name !== "cpu") tf.removeBackend(backend);
      throw error;
    }
    return { backend, on: `${on}, ${onnxBackend(backend).providers.join(" then ")}` };
  };
}

/** Imports a package that may not be there, under a name that no bundler or type check follows. */
const optional = (name: string): Promise<unknown> => import(name);

const tensorflow: Attempt = async () => {
  const failures: string[] = [];
  for (const name of ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"]) {
    try {
      await optional(name);
      await probe("tensorflow");
      const { isUsingGpuDevice } = tf.backend() as { isUsingGpuDevice?: boolean };
      return { backend: "tensorflow", on: `${name} on the ${isUsingGpuDevice ? "GPU" : "CPU"}` };
    } catch (error) {
      failures.push(`${name}: ${firstLine(error)}`);
    }
  }
  throw new Error(failures.join("; "));
};

const webgpu: Attempt = async () => {
  const { create, globals } = (await optional("webgpu")) as {
    create(options: string[]): unknown;
    globals: object;
  };
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis.navigator, "gpu", { value: create([]), configurable: true });
  await optional("@tensorflow/tfjs-backend-webgpu");
  await probe("webgpu");
  return { backend: "webgpu", on: "Dawn" };
};

const wasm: Attempt = async () => {
  await import("@tensorflow/tfjs-backend-wasm");
  await probe("wasm");
  return { backend: "wasm", on: "WebAssembly; it has no filter gradients, so it can't train" };
};

const cpu: Attempt = async () => {
  await import("@tensorflow/tfjs-backend-cpu");
  await probe("cpu");
  return { backend: "cpu", on: "plain JavaScript; slow, for reference" };
};

const ATTEMPTS: Record<Selection["choice"], { attempt: Attempt; advice: string }> = {
  onnx: {
    attempt: provider("cpu", "ONNX Runtime"),
    advice: "onnxruntime-node has no binary for this platform, or its file was not installed",
  },
  "onnx:webgpu": {
    attempt: provider("webgpu", "ONNX Runtime"),
    advice: "it needs a GPU with a Vulkan, Metal or Direct3D 12 driver",
  },
  "onnx:cuda": {
    attempt: provider("cuda", "ONNX Runtime"),
    advice:
      "it needs an NVIDIA driver, CUDA 12 with cuDNN 9, and ONNX Runtime's CUDA library: run `node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12` with a network",
  },
  tensorflow: {
    attempt: tensorflow,
    advice:
      "install @tensorflow/tfjs-node-gpu or @tensorflow/tfjs-node and allow its install script",
  },
  webgpu: {
    attempt: webgpu,
    advice:
      "install the packages webgpu and @tensorflow/tfjs-backend-webgpu; a GPU driver is needed too",
  },
  wasm: {
    attempt: wasm,
    advice: "the files of @tensorflow/tfjs-backend-wasm are missing or broken",
  },
  cpu: { attempt: cpu, advice: "the files of @tensorflow/tfjs-backend-cpu are missing or broken" },
};

/** A GPU first where its library is installed, then the processor, fastest first. */
const AUTO = ["onnx:cuda", "tensorflow", "onnx", "wasm", "cpu"] as const;

export interface SelectOptions {
  /** Of the computation. Default float32, which is all there is so far. */
  readonly precision?: "float32" | "float16";
}

/**
 * Picks the backend that TensorFlow.js runs on and makes it the current one.
 *
 * @throws BackendUnavailableError where an explicit choice can't be had, with one line that says why
 */
export async function selectBackend(
  choice: BackendChoice = "auto",
  { precision = "float32" }: SelectOptions = {},
): Promise<Selection> {
  if (precision !== "float32")
    throw new BackendUnavailableError(
      `Backend ${choice} can't compute in ${precision} here: TensorFlow.js has no such element type, so every provider computes in float32. Hint: leave the precision out; for half the file export with weights: "float16".`,
    );
  if (choice !== "auto") {
    const known = ATTEMPTS[choice];
    if (!known)
      throw new BackendUnavailableError(
        `There is no backend "${choice}"; choose one of ${BACKEND_CHOICES.join(", ")}.`,
      );
    try {
      const { backend, on } = await known.attempt();
      return { choice, backend, reason: `${choice}: as asked for (${on})` };
    } catch (error) {
      throw new BackendUnavailableError(
        `Backend ${choice} can't be used here: ${firstLine(error)}. Hint: ${known.advice}.`,
        { cause: error },
      );
    }
  }
  const passed: string[] = [];
  for (const candidate of AUTO) {
    try {
      const { backend, on } = await ATTEMPTS[candidate].attempt();
      // Its CPU kernels are older and slower than ONNX Runtime's.
      if (candidate === "tensorflow" && !on.includes("GPU")) throw new Error("no GPU");
      const without = passed.length > 0 ? `; not ${passed.join(", not ")}` : "";
      return { choice: candidate, backend, reason: `${candidate}: ${on}${without}` };
    } catch (error) {
      passed.push(`${candidate} (${short(error)})`);
    }
  }
  throw new BackendUnavailableError(`No backend works here: ${passed.join(", ")}.`);
}

/** Asking ONNX Runtime for a library that is not there would make it print an error of its own. */
async function findCuda(): Promise<void> {
  const { existsSync } = await import("node:fs");
  const { createRequire } = await import("node:module");
  const { dirname, join } = await import("node:path");
  const root = dirname(dirname(createRequire(import.meta.url).resolve("onnxruntime-node")));
  const name =
    process.platform === "win32"
      ? "onnxruntime_providers_cuda.dll"
      : "libonnxruntime_providers_cuda.so";
  const file = join(root, "bin", "napi-v6", process.platform, process.arch, name);
  if (!existsSync(file)) throw new Error("not installed");
}

const message = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
const firstLine = (error: unknown): string =>
  message(error)
    .trim()
    .split("\n", 1)[0]!
    .replace(/ imported from .*$/, "")
    .replace(/\.$/, "");
const short = (error: unknown): string => {
  const text = firstLine(error);
  if (/Cannot find (package|module)/.test(text)) return "not installed";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};
