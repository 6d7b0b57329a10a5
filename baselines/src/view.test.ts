import { expect, it } from "vitest";
import { flow, View } from "./view.ts";

const STEP = { epoch: 2, step: 5, steps: 20, loss: 1.2345, rate: 2e-3, imagesPerSecond: 24.06 };
const EPOCH = {
  ...{ epoch: 1, stage: 1, trainLoss: 1.5, validationLoss: 1.25, meanIou: 0.4321, accuracy: 0.9 },
  ...{ rate: 1e-3, seconds: 2, imagesPerSecond: 20 },
};

function capture(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  const stream = {
    ...{ isTTY, columns, rows: 24 },
    write: (text: string) => written.push(text) > 0,
  };
  return { stream: stream as never, text: () => written.join("") };
}

it("flows into rows that are narrow enough", () => {
  expect(flow(["epoch 1/2", "step 3/4", "ETA 0:10"], 20)).toEqual([
    "epoch 1/2  step 3/4",
    "ETA 0:10",
  ]);
  expect(flow(["a long part"], 6)).toEqual(["a long"]);
});

it("shows everything in every terminal, whatever its width", () => {
  for (const columns of [24, 40, 80, 200]) {
    const { stream, text } = capture(true, columns);
    const view = new View(() => 3, { stream });
    view.epoch(EPOCH);
    view.step({ ...STEP, step: 4 });
    view.step(STEP);
    const last = text().slice(text().lastIndexOf("━"));
    for (const part of ["epoch 2/3", "step 5/20", "loss 1.23", "mean IoU 0.432", "24.1 images/s"])
      expect(last).toContain(part);
    expect(last).toMatch(/ETA \d+:\d\d/);
    expect(last).toMatch(/\d+ MiB/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: of the terminal
    for (const row of last.replace(/\x1b\[[0-9?]*[A-Za-z]/g, "").split("\n"))
      expect(row.length).toBeLessThan(columns);
  }
});

it("writes plain lines where there is no terminal, the first step's at once", () => {
  const { stream, text } = capture(false);
  const view = new View(() => 3, { stream });
  for (const step of [1, 2, 3]) view.step({ ...STEP, step });
  view.epoch(EPOCH);
  const lines = text().trimEnd().split("\n");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(
    /^epoch 2\/3 {2}step 1\/20 {2}ETA - {2}loss 1\.23\d {2}mean IoU - {2}24\.1 images\/s {2}\d+ MiB/,
  );
  expect(lines[1]).toMatch(
    /^epoch 1\/3 done {2}loss 1\.500 {2}validation 1\.250 {2}mean IoU 0\.432/,
  );
});

it("has no ETA beyond the time limit", () => {
  const { stream, text } = capture(false);
  const view = new View(() => 3, { stream, minutes: 0, every: -1 });
  for (const step of [1, 2]) view.step({ ...STEP, step });
  expect(text()).toContain("step 2/20  ETA 0:00");
});
