/**
 * `pnpm bench:score`: mask pairs per second from the bytes of a zip to a matrix for each image,
 * beside the script that people write, and beside merely decoding the same zip in as many threads.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { ScoringPool } from "@maskboard/scoring";
import { Piscina } from "piscina";
import { alternate } from "./alternate.ts";
import { HAS_SHARED_DATA } from "./env.ts";
import { findPython } from "./python.ts";
import { note, parseFlags, type Row, report, row } from "./report.ts";
import { decodeOnly, numpyPairs, scorePairs } from "./score/contenders.ts";
import type { DecodeBatch } from "./score/decode-worker.ts";
import { type Fixture, makeFixture } from "./score/fixture.ts";
import { CATFISH_CLASSES, catfishPairs, DRAWN_CLASSES, drawnPairs } from "./score/masks.ts";

const { quick } = parseFlags();
const python = findPython("PIL", "numpy");
if (!python) note("No python3 with PIL and numpy: those rows have no peer.");

async function measure(fixture: Fixture): Promise<Row[]> {
  const pool = new ScoringPool();
  const decoders = new Piscina<DecodeBatch, number>({
    filename: new URL("./score/decode-worker.ts", import.meta.url).href,
    minThreads: pool.threads,
    maxThreads: pool.threads,
    atomics: "disabled",
  });
  try {
    return await compare(fixture, pool, decoders);
  } finally {
    await Promise.all([pool[Symbol.asyncDispose](), decoders.destroy()]);
  }
}

async function compare(
  fixture: Fixture,
  pool: ScoringPool,
  decoders: Piscina<DecodeBatch, number>,
): Promise<Row[]> {
  const { name, spec } = fixture;
  note(`${name}: ${spec.images.length} pairs`);
  // Once without the clock: threads start, code is compiled, files are in memory. And all must agree.
  const { matrix } = await scorePairs(fixture, pool);
  await decodeOnly(fixture, decoders);
  if (python && !isDeepStrictEqual(numpyPairs(python, fixture, "cached").matrix, matrix)) {
    throw new Error(`${name}: numpy counts something else`);
  }
  const numpy = async (mode: "cached" | "decoded") =>
    python ? numpyPairs(python, fixture, mode).speed : 0;
  const best = await alternate(quick ? 3 : 8, {
    ours: async () => (await scorePairs(fixture, pool)).speed,
    limit: () => decodeOnly(fixture, decoders),
    cached: () => numpy("cached"),
    decoded: () => numpy("decoded"),
  });
  const threads = `${pool.threads} threads`;
  const ofPython = (value: number) => (python ? value : null);
  const peers = [
    { name: "PIL + numpy.bincount, 1 process", value: ofPython(best.decoded) },
    { name: "the same with decoded truth in memory", value: ofPython(best.cached) },
    { name: `decoding alone, ${threads}`, value: best.limit },
  ];
  return peers.map((peer) => row(`${name}, ${threads}`, best.ours, peer, "pairs/s"));
}

const dir = await mkdtemp(join(tmpdir(), "maskboard-bench-"));
try {
  const rows: Row[] = [];
  if (HAS_SHARED_DATA) {
    const pairs = await catfishPairs();
    const count = quick ? 300 : 800;
    rows.push(
      ...(await measure(await makeFixture(dir, "catfish 640x853", CATFISH_CLASSES, pairs, count))),
    );
  } else note("The catfish masks are not there: skipped.");
  const drawn = await drawnPairs(join(dir, "drawn"), quick ? 8 : 24);
  const count = quick ? 500 : 2_000;
  rows.push(
    ...(await measure(await makeFixture(dir, "drawn 350x350", DRAWN_CLASSES, drawn, count))),
  );
  report("score", rows);
} finally {
  await rm(dir, { recursive: true, force: true });
}
