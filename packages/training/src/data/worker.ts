import { move, transferableSymbol, valueSymbol } from "piscina";
import sharp from "sharp";
import { type Loaded, type LoadJob, produce } from "./produce.ts";

// Each thread of the pool decodes one image; sharp's own threads would only compete with the model.
sharp.concurrency(1);

/** Loads one image on a thread of the pool; pixels are moved, not copied. */
export default async function load(job: LoadJob): Promise<Loaded> {
  const loaded = await produce(job);
  const moved = {
    [transferableSymbol]: [loaded.image.buffer, loaded.labels.buffer],
    [valueSymbol]: loaded,
  };
  return move(moved as never) as never;
}
