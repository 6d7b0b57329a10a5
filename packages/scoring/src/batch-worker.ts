import { readSync } from "node:fs";
import type { ClassMap } from "@maskboard/contracts";
import type { SparseCounts } from "@maskboard/metrics";
import type { Batch, BatchResult, MaskFault } from "./batch.ts";
import { InvalidMask, MaskScorer } from "./score-mask.ts";

/** The scorer of the latest challenge: batches of one submission follow each other. */
let latest: { key: string; scorer: MaskScorer } | null = null;

function scorerFor(classMap: ClassMap): MaskScorer {
  const key = JSON.stringify(classMap);
  if (latest?.key !== key) latest = { key, scorer: new MaskScorer(classMap) };
  return latest.scorer;
}

function readAt(fd: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const read = readSync(fd, bytes, done, length - done, offset + done);
    if (read === 0) return bytes.subarray(0, done);
    done += read;
  }
  return bytes;
}

/** Runs in a scoring thread. Reads are synchronous: the thread has nothing else to do. */
export default function scoreBatch({ zip, truthFd, classMap, masks }: Batch): BatchResult {
  const scorer = scorerFor(classMap);
  const counts: { stem: string; sparse: SparseCounts }[] = [];
  const faults: MaskFault[] = [];
  for (const mask of masks) {
    const { stem } = mask;
    const truth = readAt(truthFd, mask.truth.offset, mask.truth.length);
    try {
      const read = (offset: number, length: number) => readAt(zip.fd, offset, length);
      counts.push({ stem, sparse: scorer.score(mask, read, zip.size, truth) });
    } catch (error) {
      if (!(error instanceof InvalidMask)) throw error;
      faults.push({ stem, step: error.step, error: error.fault.toJSON() });
    }
  }
  return { counts, faults };
}
