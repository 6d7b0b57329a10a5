import { describe, expect, it } from "vitest";
import { Plateau } from "./plateau.ts";
import { momentumAt, rateFactor, scheduleSchema } from "./schedule.ts";

const factors = (schedule: object, positions: number[]) => {
  const parsed = scheduleSchema.parse(schedule);
  return positions.map((t) => rateFactor(parsed, t));
};
const expectAll = (actual: number[], expected: number[]) => {
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 9);
};

describe("rateFactor", () => {
  it("flat-cosine: combined_cos(0.75, lr, lr, lr / 1e5)", () => {
    expectAll(
      factors({ name: "flat-cosine" }, [0, 0.5, 0.7499, 0.75, 0.875, 1]),
      [1, 1, 1, 1, 0.500005, 1e-5],
    );
    expectAll(factors({ name: "flat-cosine" }, [0.8125]), [0.853554855]);
  });

  it("one-cycle: combined_cos(0.25, lr / 25, lr, lr / 1e5)", () => {
    expectAll(
      factors({ name: "one-cycle" }, [0, 0.125, 0.25, 0.625, 1]),
      [0.04, 0.52, 1, 0.500005, 1e-5],
    );
    expectAll(factors({ name: "one-cycle", start: 0.3 }, [0.3]), [1]);
  });

  it("one-cycle's momentum: combined_cos(0.25, 0.95, 0.85, 0.95)", () => {
    const schedule = scheduleSchema.parse({ name: "one-cycle" });
    expectAll(
      [0, 0.125, 0.25, 0.4, 0.625, 1].map((t) => momentumAt(schedule, t)!),
      [0.95, 0.9, 0.85, 0.8595491502812526, 0.9, 0.95],
    );
    expect(momentumAt(scheduleSchema.parse({ name: "flat-cosine" }), 0.5)).toBeUndefined();
  });

  it("cosine-restarts: cycles of length 1, 2, 4", () => {
    const at = [0, 0.5 / 7, 1 / 7, 2 / 7, 3 / 7 + 1e-12, 5 / 7, 1];
    expectAll(factors({ name: "cosine-restarts", cycles: 3 }, at), [1, 0.5, 1, 0.5, 1, 0.5, 0]);
  });

  it("polynomial: (1 - t)^0.9", () => {
    expectAll(factors({ name: "polynomial" }, [0, 0.5, 1]), [1, 0.5358867312681466, 0]);
  });

  it("refuses options that a schedule does not have", () => {
    expect(() => scheduleSchema.parse({ name: "polynomial", start: 0.5 })).toThrow(/start/);
  });
});

it("Plateau follows torch.optim.lr_scheduler.ReduceLROnPlateau(patience=1, factor=0.5)", () => {
  const plateau = new Plateau({ patience: 1, factor: 0.5, threshold: 1e-4 });
  const losses = [1, 0.9, 0.95, 0.9, 0.8, 0.79995, 0.81, 0.82, 0.83];
  expect(losses.map((loss) => plateau.step(loss))).toEqual([
    1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125,
  ]);
});
