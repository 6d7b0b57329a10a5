import type { BoardEntry } from "@maskboard/contracts";
import { describe, expect, it } from "vitest";
import { boardAxis, place } from "./axis.ts";
import { arrange, BY_RANK, firstDirection, sharedRanks } from "./order.ts";

function entry(rank: number, team: string, head: number | null, submissions = 1): BoardEntry {
  return {
    rank,
    team,
    teamId: team,
    house: false,
    meanIou: 1 - rank / 10,
    interval: null,
    perClass: [{ id: 7, iou: head }],
    submissions,
    submittedAt: new Date(2026, 0, rank),
    movement: null,
    history: [],
  };
}

const entries = [
  entry(1, "Foxes", 0.5, 3),
  entry(2, "argmax", null, 9),
  entry(2, "Void", 0.9, 1),
  entry(4, "Dice", 0.7, 3),
];
const names = (list: BoardEntry[]) => list.map(({ team }) => team);

describe("arrange", () => {
  it("keeps the order of the board by rank", () => {
    expect(arrange(entries, BY_RANK, "")).toEqual(entries);
  });

  it("sorts by a class, with an undefined IoU last", () => {
    expect(names(arrange(entries, firstDirection("class:7"), ""))).toEqual([
      "Void",
      "Dice",
      "Foxes",
      "argmax",
    ]);
  });

  it("sorts names without regard to case", () => {
    expect(names(arrange(entries, firstDirection("team"), ""))[0]).toBe("argmax");
  });

  it("leaves equal entries in the order of the board", () => {
    expect(names(arrange(entries, firstDirection("submissions"), ""))).toEqual([
      "argmax",
      "Foxes",
      "Dice",
      "Void",
    ]);
  });

  it("finds teams by a part of the name", () => {
    expect(names(arrange(entries, BY_RANK, " O"))).toEqual(["Foxes", "Void"]);
  });
});

it("finds shared ranks", () => {
  expect(sharedRanks(entries)).toEqual(new Set([2]));
});

describe("boardAxis", () => {
  it("ends at whole tenths around all intervals", () => {
    const wide = {
      ...entry(1, "a", null),
      meanIou: 0.83,
      interval: [0.78, 0.91] as [number, number],
    };
    const axis = boardAxis([wide, { ...wide, meanIou: 0.44, interval: null }]);
    expect(axis).toEqual({ from: 0.4, to: 1 });
    expect(place(axis, 0.7)).toBe(50);
    expect(place(axis, 0)).toBe(0);
  });

  it("has a length for no entries and for one at 0", () => {
    expect(boardAxis([])).toEqual({ from: 0, to: 1 });
    const zero = boardAxis([{ ...entry(1, "a", null), meanIou: 0 }]);
    expect(zero.to).toBeGreaterThanOrEqual(zero.from);
  });
});
