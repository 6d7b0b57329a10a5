import type { SubmissionState } from "@maskboard/contracts";
import { expect, it } from "vitest";
import { timelineSteps } from "./states.ts";

const steps = (...states: SubmissionState[]) =>
  timelineSteps({
    state: states.at(-1)!,
    events: states.map((state, index) => ({ state, at: new Date(index), text: null })),
  });
const status = (...states: SubmissionState[]) => steps(...states).map((step) => step.status);

it("marks the step that runs", () => {
  expect(status("uploading")).toEqual(["current", "ahead", "ahead", "ahead", "ahead"]);
  expect(status("uploading", "uploaded", "queued", "checking")).toEqual([
    "done",
    "done",
    "current",
    "ahead",
    "ahead",
  ]);
});

it("leaves the steps out that an invalid file never reached", () => {
  expect(status("uploading", "uploaded", "queued", "checking", "invalid")).toEqual([
    "done",
    "done",
    "done",
    "ahead",
    "bad",
  ]);
});

it("forgets an earlier try", () => {
  const again = steps(
    "uploading",
    "uploaded",
    "queued",
    "checking",
    "scoring",
    "queued",
    "checking",
  );
  expect(again.map((step) => step.status)).toEqual(["done", "done", "current", "ahead", "ahead"]);
  expect(again[1]?.at).toEqual(new Date(5));
  expect(again[3]?.at).toBeNull();
});
