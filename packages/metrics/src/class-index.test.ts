import { describe, expect, it } from "vitest";
import { createClassIndex } from "./index.ts";

describe("createClassIndex", () => {
  it("accepts ids with gaps, in any order, and 0 as a class", () => {
    expect(createClassIndex([6, 0, 3], 255)).toMatchObject({ ids: [6, 0, 3], voidId: 255 });
  });

  it.each([
    [[], null, "at least one class"],
    [[1, 1], null, "same id"],
    [[1, 2], 2, "both a class and void"],
    [[-1], null, "Class id -1 is not a whole number"],
    [[1.5], null, "Class id 1.5"],
    [[65536], null, "Class id 65536"],
    [[1], -1, "Class id -1"],
  ])("refuses %j with void %j", (ids, voidId, message) => {
    expect(() => createClassIndex(ids, voidId)).toThrow(RangeError);
    expect(() => createClassIndex(ids, voidId)).toThrow(message);
  });
});
