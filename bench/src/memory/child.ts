/** Scores one archive in a process of its own and prints its peak resident memory. */
import { readFileSync } from "node:fs";
import { evaluateArchive, ScoringPool } from "@maskboard/scoring";
import type { Fixture } from "../score/fixture.ts";

const fixture: Fixture = JSON.parse(readFileSync(process.argv[2]!, "utf8"));

let sampled = 0;
const timer = setInterval(() => {
  sampled = Math.max(sampled, process.memoryUsage.rss());
}, 20);

/** The kernel's own high-water mark where there is one; elsewhere the highest sample. */
function peakBytes(): number {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    if (kib) return Number(kib) * 1024;
  } catch {
    // No /proc on this system.
  }
  return sampled;
}

const pool = new ScoringPool();
const start = performance.now();
const { images, errors } = await evaluateArchive({ ...fixture, pool });
const seconds = (performance.now() - start) / 1_000;
if (errors.length > 0) throw new Error(errors[0]!.message);
clearInterval(timer);
console.log(JSON.stringify({ peakBytes: peakBytes(), seconds, images: images.length }));
await pool[Symbol.asyncDispose]();
