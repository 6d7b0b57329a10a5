/**
 * `pnpm bench:memory`: the most memory that a process like the scorer has resident while it scores
 * a zip of about 1 GB with 20,000 masks, against the limit of 512 MB.
 */
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeLabelPng } from "@maskboard/data";
import { note, parseFlags, report, row } from "./report.ts";
import { type MaskPair, makeFixture } from "./score/fixture.ts";

const { quick } = parseFlags();
const COUNT = quick ? 2_000 : 20_000;
const SIZE = 400;
const LIMIT_MB = 512;
const color = "#000000";
const CLASS_MAP = { classes: [0, 1, 2, 3, 4, 5].map((id) => ({ id, name: `c${id}`, color })) };

/** Noise, which hardly compresses: 53 KB a mask, as large as such a mask can be. */
function noise(seed: number): Buffer {
  let state = seed;
  const labels = Uint8Array.from({ length: SIZE * SIZE }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 16) % CLASS_MAP.classes.length;
  });
  return encodeLabelPng(labels, SIZE, SIZE, { level: 1 });
}

const dir = await mkdtemp(join(tmpdir(), "maskboard-bench-"));
try {
  note(`Writing a zip of ${COUNT} masks…`);
  const pairs: MaskPair[] = [];
  for (let i = 0; i < 40; i++) {
    const [truth, prediction] = [join(dir, `truth-${i}.png`), join(dir, `prediction-${i}.png`)];
    // Truth is drawn by people: smooth. The prediction is the worst case.
    await writeFile(truth, encodeLabelPng(new Uint8Array(SIZE * SIZE).fill(i % 6), SIZE, SIZE));
    await writeFile(prediction, noise(i + 1));
    pairs.push({ truth, prediction, width: SIZE, height: SIZE });
  }
  const fixture = await makeFixture(dir, "memory", CLASS_MAP, pairs, COUNT);
  const job = join(dir, "job.json");
  await writeFile(job, JSON.stringify(fixture));
  const { size } = await stat(fixture.zipPath);
  note(`Scoring ${(size / 1e6).toFixed(0)} MB…`);
  const child = new URL("./memory/child.ts", import.meta.url).pathname;
  const out = execFileSync(process.execPath, [child, job], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { peakBytes, seconds, images } = JSON.parse(out.toString());
  if (images !== COUNT) throw new Error(`${images} of ${COUNT} masks were scored`);
  note(`${images} masks in ${seconds.toFixed(1)} s`);
  const name = `zip of ${(size / 1e9).toFixed(2)} GB, ${COUNT} masks: peak resident memory`;
  const limit = { name: "the limit", value: LIMIT_MB };
  report("memory", [row(name, peakBytes / 1e6, limit, "MB", "lower")]);
} finally {
  await rm(dir, { recursive: true, force: true });
}
