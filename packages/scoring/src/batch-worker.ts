import { readSync } from "node:fs";
import type { ClassMap } from "@maskboard/contracts";
import type { Batch, BatchResult, MaskFault, ScoredMask } from "./batch.ts";
import { InvalidMask, MaskScorer, type ReadAt } from "./score-mask.ts";

/** The scorer of the latest challenge: batches of one submission follow each other. */
let latest: { key: string; scorer: MaskScorer } | null = null;

function scorerFor(classMap: ClassMap): MaskScorer {
  const key = JSON.stringify(classMap);
  if (latest?.key !== key) latest = { key, scorer: new MaskScorer(classMap) };
  return latest.scorer;
}

/** Reads from a file into one buffer that grows as needed: each read overwrites the one before. */
function reader(fd: number): ReadAt {
  let buffer = new Uint8Array(2 ** 16);
  return (offset, length) => {
    if (buffer.length < length) buffer = new Uint8Array(2 * length);
    let done = 0;
    while (done < length) {
      const read = readSync(fd, buffer, done, length - done, offset + done);
      if (read === 0) break;
      done += read;
    }
    return buffer.subarray(0, done);
  };
}

/** Runs in a scoring thread. Reads are synchronous: the thread has nothing else to do. */
export default function scoreBatch({
  zip,
  truthFd,
  classMap,
  masks,
  samplePixels,
}: Batch): BatchResult {
  const scorer = scorerFor(classMap);
  const counts: ScoredMask[] = [];
  const faults: MaskFault[] = [];
  const readZip = reader(zip.fd);
  const readTruth = reader(truthFd);
  for (const mask of masks) {
    const { stem } = mask;
    const truth = readTruth(mask.truth.offset, mask.truth.length);
    try {
      counts.push({ stem, ...scorer.score(mask, readZip, zip.size, truth, samplePixels) });
    } catch (error) {
      if (!(error instanceof InvalidMask)) throw error;
      faults.push({ stem, step: error.step, error: error.fault.toJSON() });
    }
  }
  return { counts, faults };
}
