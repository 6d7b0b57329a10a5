import { encodeModel, type OnnxModel } from "./model.ts";
import { makeTensor, Session } from "./session.ts";
import { withoutCopies } from "./stop.ts";

/** Operators of ONNX Runtime on the CPU that hold channels in blocks, [N, C / block, H, W, block]. */
export const BLOCKED = "com.microsoft.nchwc";

let found: number | undefined;

/**
 * How many channels make a block on this processor (16 with AVX-512, 8 with AVX2): what a vector
 * register holds. 0 where ONNX Runtime has no blocked operators.
 */
export function blockSize(): number {
  found ??= probe();
  return found;
}

/** The operators have no way to ask: channel c of two pixels holds 2 c and 2 c + 1, and 1 begins the second. */
function probe(): number {
  const dims = [1, 32, 1, 2];
  const model: OnnxModel = {
    opset: 18,
    nodes: [
      {
        ...{ op: "ReorderInput", domain: BLOCKED, name: "probe" },
        ...{ inputs: ["x"], outputs: ["y"], attributes: {} },
      },
    ],
    initializers: [],
    inputs: [{ name: "x", element: "float32", dims }],
    outputs: [{ name: "y", element: "float32", dims }],
  };
  try {
    const session = new Session(encodeModel(withoutCopies(model)), {
      ...{ providers: ["cpu"], threads: 1 },
    });
    const y = new Float32Array(64);
    const x = Float32Array.from(y, (_, i) => i);
    session.run({ x: makeTensor("float32", x, dims) }, { y: makeTensor("float32", y, dims) });
    session.dispose();
    return Math.max(0, y.indexOf(1));
  } catch {
    return 0;
  }
}
