import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ThrottledReports } from "./throttle.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("passes the latest report on, one an interval", async () => {
  const sent: number[] = [];
  const reports = new ThrottledReports<number>(200, async (report) => void sent.push(report));
  for (let report = 1; report <= 5; report++) reports.report(report);
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  expect(sent).toEqual([5]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toEqual([5]);
  reports.report(6);
  await vi.advanceTimersByTimeAsync(200);
  expect(sent).toEqual([5, 6]);
});

it("never sends two at once, and brings what came meanwhile", async () => {
  const sent: number[] = [];
  let atOnce = 0;
  const reports = new ThrottledReports<number>(200, async (report) => {
    expect(++atOnce).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    atOnce--;
    sent.push(report);
  });
  reports.report(1);
  await vi.advanceTimersByTimeAsync(300);
  reports.report(2);
  reports.report(3);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sent).toEqual([1, 3]);
});

it("goes on after a report was refused", async () => {
  const sent: number[] = [];
  const reports = new ThrottledReports<number>(200, async (report) => {
    if (report === 1) throw new Error("no connection");
    sent.push(report);
  });
  reports.report(1);
  await vi.advanceTimersByTimeAsync(200);
  reports.report(2);
  await vi.advanceTimersByTimeAsync(200);
  expect(sent).toEqual([2]);
});

it("is silent once it is closed, which waits for what is on its way", async () => {
  const sent: number[] = [];
  const reports = new ThrottledReports<number>(200, async (report) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    sent.push(report);
  });
  reports.report(1);
  await vi.advanceTimersByTimeAsync(250);
  reports.report(2);
  const closed = reports.close();
  await vi.advanceTimersByTimeAsync(2_000);
  await closed;
  expect(sent).toEqual([1]);
});
