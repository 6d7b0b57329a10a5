import { MaskboardError } from "@maskboard/contracts";

const EXPORT_TORCH = "send what torch.onnx.export(…, external_data=False) writes";
const EXPORT_KERAS = 'send what model.export("net.onnx", format="onnx") writes';

/** What frameworks save of their own, by a name within its zip. */
const IN_ZIPS: readonly (readonly [name: RegExp, whose: string, advice: string])[] = [
  [/(^|\/)data\.pkl$/, "PyTorch", EXPORT_TORCH],
  [/(^|\/)model\.weights\.h5$/, "Keras", EXPORT_KERAS],
  [/(^|\/)saved_model\.pb$/, "TensorFlow", "send it as ONNX, or as a graph model of TensorFlow.js"],
];

/** The same by how a file begins, in Latin-1. */
const BEGINNINGS: readonly (readonly [is: (head: string) => boolean, ...told: string[]])[] = [
  [(head) => head[0] === "\x80" && head.charCodeAt(1) <= 5, "PyTorch", EXPORT_TORCH],
  [(head) => head.startsWith("\x89HDF"), "Keras", EXPORT_KERAS],
  [
    (head) => head.startsWith("TFL3", 4),
    "TensorFlow Lite",
    "send the model that it was made from as ONNX",
  ],
  [
    // A length of eight bytes, the upper half zero, and JSON.
    (head) => head.startsWith('\0\0\0\0{"', 4),
    "safetensors",
    `it holds weights alone: ${EXPORT_TORCH}`,
  ],
];

/**
 * Another framework's own file, which can't be run here: it needs that framework, and may hold
 * programs.
 *
 * @param paths names in the zip
 */
export function foreignZip(paths: readonly string[]): MaskboardError | null {
  const found = IN_ZIPS.find(([name]) => paths.some((path) => name.test(path)));
  return found ? foreign(found[1], found[2]) : null;
}

/** @param bytes the file, or its beginning */
export function foreignFile(bytes: Uint8Array): MaskboardError | null {
  const head = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  const found = BEGINNINGS.find(([is]) => is(head));
  return found ? foreign(found[1]!, found[2]!) : null;
}

const foreign = (whose: string, advice: string): MaskboardError =>
  new MaskboardError(
    "model_invalid",
    `This is ${whose}'s own kind of file, which can't be run here; ${advice}.`,
  );
