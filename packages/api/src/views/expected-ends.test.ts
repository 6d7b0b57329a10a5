import { expect, test } from "vitest";
import { expectedEnds, type PacedJob } from "./expected-ends.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const PACE = new Map([
  ["masks", 10],
  ["model", 60],
] as const);

const running = (id: string, since: number, lane: PacedJob["lane"] = "masks"): PacedJob => ({
  id,
  lane,
  running: true,
  startedAt: at(-since),
});
const waiting = (id: string, lane: PacedJob["lane"] = "masks"): PacedJob => ({
  id,
  lane,
  running: false,
  startedAt: null,
});
const seconds = (jobs: PacedJob[], places: number) =>
  Object.fromEntries(
    [...expectedEnds(jobs, places, PACE, NOW)].map(([id, end]) => [
      id,
      (end.getTime() - NOW.getTime()) / 1_000,
    ]),
  );

test("waiting jobs take places in their order, as they become free", () => {
  const jobs = [running("a", 4), running("b", 30, "model"), waiting("c"), waiting("d", "model")];
  // a ends after 6 more seconds, then c takes its place, and d that of c before b ends.
  expect(seconds(jobs, 2)).toEqual({ a: 6, b: 30, c: 16, d: 76 });
  // A third place is free at once.
  expect(seconds(jobs, 3)).toEqual({ a: 6, b: 30, c: 10, d: 66 });
});

test("a job over its time is expected at any moment", () => {
  expect(seconds([running("a", 99), waiting("b")], 1)).toEqual({ a: 0, b: 10 });
});

test("nothing is foretold without a scorer or without experience", () => {
  expect(seconds([waiting("a")], 0)).toEqual({});
  const unknown = expectedEnds([waiting("a", "model"), waiting("b")], 1, new Map(), NOW);
  expect(unknown.size).toBe(0);
});
