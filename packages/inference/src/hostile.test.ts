import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { reportOf, USERS } from "./testing/as-user.ts";

const SCRIPT = fileURLToPath(new URL("testing/run-hostile.ts", import.meta.url));

interface Report {
  uid: number;
  layers: string[];
  results: { lane: string; name: string; codes: string[]; code: string; next: string }[];
  left: string[];
  running: number[];
}

function check({ results, left, running }: Report): void {
  for (const { lane, name, codes, code, next } of results) {
    expect(codes, `${lane}: ${name}`).toContain(code);
    expect(next, `after ${lane}: ${name}`).toBe("1 segmented");
  }
  expect(results.length).toBeGreaterThanOrEqual(20);
  expect({ left, running }).toEqual({ left: [], running: [] });
}

describe.each(USERS)("as $name", ({ uid, skip }) => {
  test("hostile models end as invalid, the next one runs, nothing stays behind", {
    timeout: 300_000,
  }, async (context) => {
    context.skip(skip !== null, skip ?? "");
    const found = await reportOf<Report>(SCRIPT, uid);
    expect(found.uid ?? -1).toBe(uid);
    check(found);
  });
});
