import { execFileSync } from "node:child_process";
import { openFileSource } from "@maskboard/data";
import { matchSubmission } from "@maskboard/data/check";
import { fromSparse, sumMatrices } from "@maskboard/metrics";
import { evaluateArchive, type ScoringPool } from "@maskboard/scoring";
import type { Piscina } from "piscina";
import type { DecodeBatch } from "./decode-worker.ts";
import type { Fixture } from "./fixture.ts";

const BATCH = 32;

const idsOf = ({ spec }: Fixture) => spec.classMap.classes.map(({ id }) => id);

/** The scorer's whole path, from the bytes of the zip to a matrix for each image. Pairs per second. */
export async function scorePairs(
  fixture: Fixture,
  pool: ScoringPool,
): Promise<{ speed: number; matrix: number[] }> {
  const start = performance.now();
  const { images, errors } = await evaluateArchive({ ...fixture, pool });
  const seconds = (performance.now() - start) / 1_000;
  if (errors.length > 0) throw new Error(errors[0]!.message);
  const ids = idsOf(fixture);
  const sum = sumMatrices(
    ids,
    images.map(({ sparse }) => fromSparse(ids, sparse)),
  );
  return { speed: images.length / seconds, matrix: Array.from(sum.counts) };
}

/** The same zip through the same number of threads, decoded and not counted. Masks per second. */
export async function decodeOnly(
  { spec, zipPath }: Fixture,
  pool: Piscina<DecodeBatch, number>,
): Promise<number> {
  const start = performance.now();
  const source = await openFileSource(zipPath);
  try {
    const { masks } = await matchSubmission(source, spec);
    const { fd, size } = source;
    const batches: DecodeBatch[] = [];
    for (let at = 0; at < masks.length; at += BATCH) {
      batches.push({ fd, size, classMap: spec.classMap, masks: masks.slice(at, at + BATCH) });
    }
    await Promise.all(batches.map((batch) => pool.run(batch)));
  } finally {
    await source.close();
  }
  return (spec.images.length / (performance.now() - start)) * 1_000;
}

/** PIL and numpy.bincount in one process, the clock inside the script. Pairs per second. */
export function numpyPairs(
  python: string,
  fixture: Fixture,
  mode: "cached" | "decoded",
): { speed: number; matrix: number[] } {
  const script = new URL("./numpy_pairs.py", import.meta.url).pathname;
  const { spec, zipPath, truthDir } = fixture;
  const voidId = String(spec.classMap.void ?? "none");
  const out = execFileSync(
    python,
    [script, zipPath, truthDir, idsOf(fixture).join(","), voidId, mode],
    { maxBuffer: 1e8 },
  );
  const { seconds, matrix }: { seconds: number; matrix: number[] } = JSON.parse(out.toString());
  return { speed: spec.images.length / seconds, matrix };
}
