import { describe, expect, it } from "vitest";
import { gainOf, layoutSlopes, roomFor, type ShakeUpTeam } from "./layout.ts";

const team = (id: number, before: number | null, after: number | null): ShakeUpTeam => ({
  teamId: String(id),
  team: `Team ${id}`,
  house: false,
  public: before === null ? null : { rank: before, meanIou: 0.5 },
  private: after === null ? null : { rank: after, meanIou: 0.5 },
});

describe("the slope chart", () => {
  it("gives teams that share a rank heights of their own", () => {
    const { slopes, height } = layoutSlopes([team(1, 1, 2), team(2, 1, 1), team(3, 3, null)]);
    expect(new Set(slopes.map(({ from }) => from)).size).toBe(3);
    expect(slopes[2]).toMatchObject({ to: null, gain: null });
    expect(slopes[1]!.to).toBeLessThan(slopes[0]!.to!);
    for (const { from } of slopes) expect(from).toBeLessThan(height);
  });

  it("keeps 500 teams in order on a chart of bounded height", () => {
    const teams = Array.from({ length: 500 }, (_, at) => team(at, at + 1, 500 - at));
    const { slopes, height } = layoutSlopes(teams);
    expect(height).toBeLessThanOrEqual(900);
    const from = slopes.map((slope) => slope.from!);
    expect(from).toEqual([...from].sort((a, b) => a - b));
    expect(from.at(-1)).toBeLessThanOrEqual(height);
    // The first ten have room for their names.
    for (let at = 1; at < 10; at++) expect(from[at]! - from[at - 1]!).toBeGreaterThan(12);
  });

  it("leaves out labels that would lie on others, the less wanted ones", () => {
    expect(roomFor([10, 50, 12, 30], (y) => y, 12)).toEqual([10, 50, 30]);
  });
});

it("a smaller rank is a gain", () => {
  expect(gainOf(team(1, 5, 2))).toBe(3);
  expect(gainOf(team(1, 2, 5))).toBe(-3);
  expect(gainOf(team(1, null, 5))).toBeNull();
});
