import { describe, expect, it, test } from "vitest";
import { type ChallengeStatus, phaseOf } from "./challenge.ts";
import { intakeOf, nextBoundary } from "./schedule.ts";

const at = (text: string): Date => new Date(`2026-03-29T${text}Z`);
const around = (instant: Date): [Date, Date, Date] => [
  new Date(instant.getTime() - 1),
  instant,
  new Date(instant.getTime() + 1),
];
const plan = {
  status: "published" as ChallengeStatus,
  startsAt: at("08:00:00"),
  frozenAt: at("10:00:00"),
  endsAt: at("12:00:00"),
  lateUntil: at("14:00:00"),
  revealedAt: at("13:00:00"),
};

describe("an instant belongs to what it begins, to the millisecond", () => {
  it("phases", () => {
    const phases = (instant: Date) => around(instant).map((now) => phaseOf(plan, now));
    expect(phases(plan.frozenAt)).toEqual(["public", "frozen", "frozen"]);
    expect(phases(plan.revealedAt)).toEqual(["frozen", "revealed", "revealed"]);
  });

  it("uploads", () => {
    const intakes = (instant: Date) => around(instant).map((now) => intakeOf(plan, now));
    expect(intakes(plan.startsAt)).toEqual(["early", "open", "open"]);
    expect(intakes(plan.endsAt)).toEqual(["open", "late", "late"]);
    expect(intakes(plan.lateUntil)).toEqual(["late", "over", "over"]);
  });
});

describe("uploads", () => {
  const later = at("23:00:00");
  it.each([
    ["after a reveal while the late lane is open", {}, at("13:30:00"), "late"],
    ["after the deadline without a late lane", { lateUntil: null }, at("12:30:00"), "over"],
    ["without any deadline", { endsAt: null, lateUntil: null, revealedAt: null }, later, "open"],
    ["after a reveal without a deadline", { endsAt: null, lateUntil: null }, later, "over"],
    ["in a closed challenge", { status: "closed" as const }, at("09:00:00"), "over"],
    ["in an archived one", { status: "archived" as const }, at("12:30:00"), "over"],
  ])("%s", (_name, change, now, expected) => {
    expect(intakeOf({ ...plan, ...change }, now)).toBe(expected);
  });
});

test("the next boundary is the nearest one ahead, never the present one", () => {
  const order = [plan.startsAt, plan.frozenAt, plan.endsAt, plan.revealedAt, plan.lateUntil];
  let now = at("00:00:00");
  const found: (Date | null)[] = [];
  for (let step = 0; step < 6; step++) {
    const next = nextBoundary(plan, now);
    found.push(next);
    now = next ?? now;
  }
  expect(found).toEqual([...order, null]);
});
