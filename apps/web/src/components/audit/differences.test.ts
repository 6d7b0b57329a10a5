import { expect, test } from "vitest";
import { differences } from "./differences";

test("names what was, what is, and nothing that stayed", () => {
  const before = { state: "scored", limits: { perDay: 5, total: 10 }, frozenAt: null };
  const after = {
    state: "queued",
    limits: { perDay: 8, total: 10 },
    frozenAt: "2026-03-01T12:30:00.000Z",
  };
  expect(differences(before, after)).toEqual([
    { field: "state", before: "scored", after: "queued" },
    { field: "limits, per day", before: "5", after: "8" },
    { field: "frozen at", before: null, after: "2026-03-01 12:30 UTC" },
  ]);
});

test("what is new, or gone, has one side only; long lists are cut", () => {
  expect(differences(null, { shown: true })).toEqual([
    { field: "shown", before: null, after: "yes" },
  ]);
  expect(differences({ reason: "why" }, null)).toEqual([
    { field: "reason", before: "why", after: null },
  ]);
  const [row] = differences(null, { ids: ["a", "b", "c", "d", "e", "f", "g", "h"] });
  expect(row?.after).toBe("a, b, c, d, e, f and 2 more");
});
