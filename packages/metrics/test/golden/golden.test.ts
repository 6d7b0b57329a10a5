import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkVector } from "./check-vector.ts";
import { outOfScope } from "./conventions.ts";
import type { Vector } from "./vector.ts";

const folder =
  process.env.MASKBOARD_SHARED_DATA ?? join(import.meta.dirname, "../../../../../shared/data");
const file = join(folder, "golden-metrics.json");
const present = existsSync(file);
const vectors: Vector[] = present ? JSON.parse(readFileSync(file, "utf8")) : [];
const inScope = vectors.filter((vector) => !(vector.id in outOfScope));

describe.skipIf(!present)(`golden vectors (skipped where ${file} is absent)`, () => {
  it("are 55, each one checked or out of scope with a reason", () => {
    expect(new Set(vectors.map((vector) => vector.id)).size).toBe(55);
    expect(inScope.length + Object.keys(outOfScope).length).toBe(55);
  });

  for (const vector of inScope) it(vector.id, () => checkVector(vector));

  for (const [id, reason] of Object.entries(outOfScope)) it.skip(`${id}: ${reason}`, () => {});
});
