import { MaskboardError } from "@maskboard/contracts";
import { describe, expect, it } from "vitest";
import { bar, sparkline } from "./bars.ts";
import { errorText } from "./errors.ts";
import { bytes, count, counted, share } from "./format.ts";
import { facts, table } from "./table.ts";

describe("bar", () => {
  it("fills in eighths of a cell", () => {
    expect(bar(0, 4)).toBe("    ");
    expect(bar(1, 4)).toBe("████");
    expect(bar(0.5, 3)).toBe("█▌ ");
    expect(bar(1 / 32, 4)).toBe("▏   ");
    expect(bar(null, 4)).toBe("    ");
  });
});

describe("sparkline", () => {
  it("spans the range of its values", () => {
    expect(sparkline([0, 0.5, 1])).toBe("▁▅█");
    expect(sparkline([0.3, 0.3])).toBe("▄▄");
  });
});

describe("format", () => {
  it("writes shares, bytes and counts", () => {
    expect(share(0.12345)).toBe("0.1235");
    expect(share(null)).toBe("–");
    expect(bytes(999)).toBe("999 B");
    expect(bytes(1536)).toBe("1.5 KiB");
    expect(bytes(300 * 1024 ** 2)).toBe("300 MiB");
    expect(count(1234567)).toBe("1,234,567");
    expect([counted(1, "mask"), counted(2, "mask")]).toEqual(["1 mask", "2 masks"]);
  });
});

describe("table", () => {
  it("aligns its columns", () => {
    expect(
      table(
        [{ head: "team" }, { head: "IoU", right: true }],
        [
          ["ants", "0.5"],
          ["überflieger", "12.25"],
        ],
      ),
    ).toBe(["team           IoU", "ants           0.5", "überflieger  12.25"].join("\n"));
  });

  it("aligns facts", () => {
    expect(
      facts([
        ["id", "7"],
        ["team", "ants"],
      ]),
    ).toBe("id    7\nteam  ants");
  });
});

describe("errorText", () => {
  it("says what is wrong, where and what to change", () => {
    const text = errorText(
      new MaskboardError("masks_missing", "2 of 3 masks are missing.", {
        files: ["a.png", "b.png"],
        total: 2,
      }),
    );
    expect(text).toContain("2 of 3 masks are missing.");
    expect(text).toContain("\n  b.png\n");
    expect(text).toContain("Add a mask for every test image");
  });
});
