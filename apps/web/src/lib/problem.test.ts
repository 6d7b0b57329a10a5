import { MaskboardError } from "@maskboard/contracts";
import { describe, expect, it } from "vitest";
import { toProblem } from "./problem.ts";

describe("toProblem", () => {
  it("reads the typed error that the API sent", () => {
    const body = new MaskboardError("team_full", "Argmax has 5 of 5 members.").toJSON();
    const error = Object.assign(new Error("refused"), { data: { maskboard: body } });
    expect(toProblem(error)).toEqual(body);
  });

  it("says that the server did not answer", () => {
    const noAnswer = Object.assign(new Error("fetch failed"), { data: undefined });
    expect(toProblem(noAnswer).code).toBe("unreachable");
    expect(toProblem(new TypeError("Failed to fetch")).code).toBe("unreachable");
  });

  it("keeps the words of any other error", () => {
    expect(toProblem(new Error("The current password is not right."))).toMatchObject({
      message: "The current password is not right.",
      fix: null,
    });
  });
});
