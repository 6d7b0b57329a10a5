import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

it("imports nothing but itself, so that it runs in a browser too", () => {
  const files = readdirSync(import.meta.dirname).filter((f) => !f.endsWith(".test.ts"));
  expect(files).toContain("index.ts");
  for (const file of files) {
    const source = readFileSync(join(import.meta.dirname, file), "utf8");
    for (const [, from] of source.matchAll(/from "([^"]+)"/g)) expect(from).toMatch(/^\.\//);
  }
});
