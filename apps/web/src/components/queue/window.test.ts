import type { QueueItem } from "@maskboard/contracts";
import { expect, test } from "vitest";
import { segmentsOf, windowOf } from "./window";

const NOW = Date.parse("2026-03-01T12:00:00Z");
const at = (seconds: number) => new Date(NOW + seconds * 1_000);

function item(part: Partial<QueueItem>): QueueItem {
  return {
    id: "a",
    challenge: "parts",
    team: "owls",
    by: "Ada",
    lane: "masks",
    filename: "m.zip",
    state: "queued",
    createdAt: at(-110),
    queuedAt: at(-100),
    startedAt: null,
    finishedAt: null,
    worker: null,
    attempts: 0,
    progress: null,
    expectedAt: null,
    error: null,
    ...part,
  };
}

test("a running one has waited, been worked on, and will end", () => {
  const running = item({ state: "scoring", startedAt: at(-40), expectedAt: at(60) });
  const window = { from: NOW - 100_000, to: NOW + 100_000 };
  expect(segmentsOf(running, window, NOW)).toEqual([
    { kind: "waited", left: 0, width: 30 },
    { kind: "worked", left: 30, width: 20 },
    { kind: "expected", left: 50, width: 30 },
  ]);
});

test("one that waits has not been worked on, even if it was before", () => {
  const again = item({ startedAt: at(-90), expectedAt: null });
  const window = { from: NOW - 100_000, to: NOW + 100_000 };
  expect(segmentsOf(again, window, NOW)).toEqual([{ kind: "waited", left: 0, width: 50 }]);
});

test("the window holds everything, but not hours of it", () => {
  const usual = windowOf([item({ expectedAt: at(30) })], NOW);
  expect(usual.from).toBeLessThan(NOW - 100_000);
  expect(usual.to).toBeGreaterThan(NOW + 30_000);
  const long = windowOf([item({ queuedAt: at(-90_000), expectedAt: at(90_000) })], NOW);
  expect(long.to - long.from).toBeLessThan(6_000_000);
  const [bar] = segmentsOf(item({ queuedAt: at(-90_000) }), long, NOW);
  expect(bar!.left).toBe(0);
});
