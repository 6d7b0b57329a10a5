import type { Selection } from "@maskboard/engine";
import { freeMemory } from "@maskboard/training";

/** Bytes that are free where a device computes. */
export const deviceMemory = (choice: Selection["choice"]): Promise<number> =>
  freeMemory(!["onnx", "wasm", "cpu"].includes(choice));
