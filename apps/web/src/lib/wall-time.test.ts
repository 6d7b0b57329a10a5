import { describe, expect, it, test } from "vitest";
import { readWallTime, wallTimeOf, zonedText } from "./wall-time.ts";

/* Dates of changes: IANA time zone database, 2026. */

describe("a day without a change", () => {
  it.each([
    ["UTC", "2026-06-01T12:00", "2026-06-01T12:00:00.000Z"],
    ["Europe/Berlin", "2026-06-01T12:00", "2026-06-01T10:00:00.000Z"],
    ["Europe/Berlin", "2026-01-01T12:00", "2026-01-01T11:00:00.000Z"],
    ["America/New_York", "2026-01-01T00:00", "2026-01-01T05:00:00.000Z"],
    ["Asia/Kathmandu", "2026-06-01T05:45", "2026-06-01T00:00:00.000Z"],
    ["Pacific/Kiritimati", "2026-01-01T00:00", "2025-12-31T10:00:00.000Z"],
    ["Pacific/Niue", "2026-01-01T00:00", "2026-01-01T11:00:00.000Z"],
  ])("%s %s", (zone, text, instant) => {
    expect(readWallTime(text, zone)).toEqual({ kind: "instant", at: new Date(instant) });
    expect(wallTimeOf(new Date(instant), zone)).toBe(text);
  });
});

describe("clocks go forward: times in between do not exist", () => {
  it.each([
    ["Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00:00.000Z"],
    ["Europe/Berlin", "2026-03-29T02:00", "2026-03-29T01:00:00.000Z"],
    ["America/New_York", "2026-03-08T02:59", "2026-03-08T07:00:00.000Z"],
    // Half an hour only.
    ["Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30:00.000Z"],
    // At midnight: the day begins at 01:00.
    ["Africa/Cairo", "2026-04-24T00:30", "2026-04-23T22:00:00.000Z"],
  ])("%s %s", (zone, text, next) => {
    expect(readWallTime(text, zone)).toEqual({ kind: "gap", next: new Date(next) });
  });

  it.each([
    ["Europe/Berlin", "2026-03-29T01:59", "2026-03-29T00:59:00.000Z"],
    ["Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00:00.000Z"],
  ])("right beside it they do: %s %s", (zone, text, instant) => {
    expect(readWallTime(text, zone)).toEqual({ kind: "instant", at: new Date(instant) });
  });
});

describe("clocks go back: times come twice", () => {
  it.each([
    ["Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z"],
    [
      "America/New_York",
      "2026-11-01T01:00",
      "2026-11-01T05:00:00.000Z",
      "2026-11-01T06:00:00.000Z",
    ],
    [
      "Australia/Lord_Howe",
      "2026-04-05T01:45",
      "2026-04-04T14:45:00.000Z",
      "2026-04-04T15:15:00.000Z",
    ],
  ])("%s %s", (zone, text, earlier, later) => {
    expect(readWallTime(text, zone)).toEqual({
      kind: "overlap",
      earlier: new Date(earlier),
      later: new Date(later),
    });
    // Both read the same on the clock and differ by their offset.
    expect(wallTimeOf(new Date(earlier), zone)).toBe(text);
    expect(wallTimeOf(new Date(later), zone)).toBe(text);
    expect(zonedText(new Date(earlier), zone)).not.toBe(zonedText(new Date(later), zone));
  });
});

test("one instant reads differently in each zone and stays the same instant", () => {
  const deadline = new Date("2026-03-29T01:00:00Z");
  const texts = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"].map(
    (zone) => [zone, wallTimeOf(deadline, zone)] as const,
  );
  expect(texts.map(([, text]) => text)).toEqual([
    "2026-03-29T03:00",
    "2026-03-28T21:00",
    "2026-03-29T06:45",
    "2026-03-29T12:00",
  ]);
  for (const [zone, text] of texts) {
    expect(readWallTime(text, zone)).toEqual({ kind: "instant", at: deadline });
  }
});

test("what is no time is none", () => {
  for (const text of ["", "tomorrow", "2026-02-30T10:00", "2026-13-01T10:00"]) {
    expect(readWallTime(text, "UTC")).toBeNull();
  }
});
