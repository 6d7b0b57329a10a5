import { expect, it } from "vitest";
import { suggestRates } from "./suggest.ts";

it("finds the steepest slope and a tenth of the minimum", () => {
  // np.gradient([3, 2.9, 2.5, 1.5, 1.2, 1.1, 4]).argmin() == 2; argmin == 5
  const rates = [1, 2, 3, 4, 5, 6, 7].map((i) => 10 ** (i - 7));
  const curve = { rates, losses: [3, 2.9, 2.5, 1.5, 1.2, 1.1, 4] };
  expect(suggestRates({ rates: rates.slice(0, 6), losses: curve.losses.slice(0, 6) })).toEqual({
    steepest: rates[2],
    minimumTenth: rates[5]! / 10,
  });
});

it("leaves out the first tenth and the last five", () => {
  const rates = Array.from({ length: 40 }, (_, i) => 1e-6 * 1.5 ** i);
  const losses = rates.map((_, i) => (i < 4 ? -i * 10 : i > 34 ? -100 * i : 5 - (i > 20 ? 2 : 0)));
  const { steepest, minimumTenth } = suggestRates({ rates, losses });
  expect(rates.indexOf(steepest)).toBe(20);
  expect(minimumTenth).toBeCloseTo(rates[21]! / 10, 12);
});
