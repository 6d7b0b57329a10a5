import { expect, it } from "vitest";
import { changesOf, draftOf, instantOf } from "./draft.ts";

const saved = {
  startsAt: null,
  frozenAt: new Date("2026-10-20T10:00:12.345Z"),
  endsAt: new Date("2026-10-24T22:00:00Z"),
  lateUntil: null,
  revealedAt: null,
};
const typed = (text: string, second = false) => ({ text, second });

it("of a time that comes twice, the one that was chosen", () => {
  const text = "2026-10-25T02:30";
  expect(instantOf(typed(text), "Europe/Berlin")).toEqual(new Date("2026-10-25T00:30:00Z"));
  expect(instantOf(typed(text, true), "Europe/Berlin")).toEqual(new Date("2026-10-25T01:30:00Z"));
});

it("a saved instant stands in its field as the one of the two that it is", () => {
  for (const instant of ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T01:30:59Z"]) {
    const draft = draftOf(new Date(instant), "Europe/Berlin");
    expect(draft.text).toBe("2026-10-25T02:30");
    const minute = new Date(Math.floor(Date.parse(instant) / 60_000) * 60_000);
    expect(instantOf(draft, "Europe/Berlin")).toEqual(minute);
  }
  expect(draftOf(null, "Europe/Berlin")).toEqual({ text: "", second: false });
});

it("a time that does not exist is no change, and holds the others back", () => {
  const draft = { endsAt: typed("2026-03-29T02:30"), lateUntil: typed("2026-11-01T10:00") };
  expect(changesOf(saved, draft, "Europe/Berlin")).toBeUndefined();
});

it("only what reads differently is a change; emptied means none", () => {
  const draft = {
    frozenAt: typed("2026-10-20T12:00"),
    endsAt: typed("2026-10-25T00:30"),
    lateUntil: typed(""),
    startsAt: typed(""),
  };
  expect(changesOf(saved, draft, "Europe/Berlin")).toEqual({
    endsAt: new Date("2026-10-24T22:30:00Z"),
  });
  expect(changesOf(saved, { frozenAt: typed("") }, "Europe/Berlin")).toEqual({ frozenAt: null });
});
