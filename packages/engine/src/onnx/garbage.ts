import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

let collect: (() => void) | null = null;

/**
 * Asks V8 to collect garbage now.
 *
 * onnxruntime-node copies every output into a fresh array for its result, also where the output is
 * preallocated and the result not used. For a training step that is all the parameters and slots,
 * and V8, which sees small objects with large memory behind them, lets several steps' worth pile up.
 * A collection of the small JavaScript heap takes some milliseconds; left alone, V8 makes a dozen.
 */
export function collectGarbage(): void {
  if (!collect) {
    // The function that `node --expose-gc` gives; the flag is read when a context is made.
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("typeof gc === 'function' ? gc : () => {}") as () => void;
  }
  collect();
}
