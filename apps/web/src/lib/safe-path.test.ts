import { describe, expect, it } from "vitest";
import { safePath } from "./safe-path.ts";

describe("safePath", () => {
  it.each(["/", "/challenges/animals?tab=1#top", "/join/abc"])("keeps %s", (path) => {
    expect(safePath(path)).toBe(path);
  });

  it.each([
    undefined,
    "",
    "https://example.org",
    "//example.org",
    "/\\example.org",
    "/\t/example.org",
    "javascript:alert(1)",
  ])("sends %s home", (path) => {
    expect(safePath(path)).toBe("/");
  });
});
