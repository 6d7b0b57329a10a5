import { availableParallelism, cpus, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import { ONNX_RUNTIME, type Selection } from "@maskboard/engine";
import { version_core } from "@tensorflow/tfjs-core";
import { readCommit } from "./commit.ts";

/** What a result may depend on besides its config, for the record. */
export function describeEnvironment(selection: Selection) {
  return {
    startedAt: new Date().toISOString(),
    node: process.version,
    system: `${platform()} ${release()} ${process.arch}`,
    processor: cpus()[0]?.model ?? "unknown",
    threads: availableParallelism(),
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    commit: readCommit(join(import.meta.dirname, "../../../..")),
    tfjs: version_core,
    onnxRuntime: ONNX_RUNTIME,
    backend: selection.backend,
    device: selection.reason,
  };
}
