import { slugSchema } from "@maskboard/contracts";
import { expect, test } from "vitest";
import { slugOf } from "./slug.ts";

test.each([
  ["Animal body parts!", "animal-body-parts"],
  ["  Körperteile von Tieren 2026 ", "korperteile-von-tieren-2026"],
  [`${"a".repeat(59)} b`, "a".repeat(59)],
])("%j becomes %j", (title, slug) => {
  expect(slugOf(title)).toBe(slug);
  expect(slugSchema.parse(slug)).toBe(slug);
});

test("without a letter or digit there is nothing to suggest", () => {
  expect(slugOf("蟻")).toBe("");
});
