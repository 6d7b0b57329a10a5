import type { SubmissionState, SubmissionView } from "@maskboard/contracts";

export const STATE_WORDS: Record<SubmissionState, string> = {
  uploading: "Uploading",
  uploaded: "Uploaded",
  queued: "Waiting",
  checking: "Checking",
  scoring: "Scoring",
  scored: "Scored",
  invalid: "Invalid",
  failed: "Failed",
};

export type StepStatus = "done" | "current" | "bad" | "ahead";

export interface TimelineStep {
  title: string;
  status: StepStatus;
  /** When it was reached, for the steps that were. */
  at: Date | null;
}

const STEPS: { title: string; states: SubmissionState[] }[] = [
  { title: "Upload", states: ["uploading", "uploaded"] },
  { title: "Queue", states: ["queued"] },
  { title: "Check", states: ["checking"] },
  { title: "Score", states: ["scoring"] },
  { title: "Result", states: ["scored", "invalid", "failed"] },
];

/**
 * The five steps of a submission with what became of each. After a retry or a rescore only what
 * happened since the submission last entered the queue counts.
 */
export function timelineSteps(view: Pick<SubmissionView, "state" | "events">): TimelineStep[] {
  const requeued = view.events.findLastIndex(({ state }) => state === "queued");
  const upload = view.events.filter(({ state }) => STEPS[0]!.states.includes(state));
  const recent = [...upload, ...view.events.slice(Math.max(0, requeued))];
  const here = STEPS.findIndex(({ states }) => states.includes(view.state));
  const bad = view.state === "invalid" || view.state === "failed";
  return STEPS.map(({ title, states }, index) => {
    const at = recent.findLast(({ state }) => states.includes(state))?.at ?? null;
    if (index === here) {
      const finished = view.state === "scored";
      return { title, at, status: bad ? "bad" : finished ? "done" : "current" };
    }
    // An invalid file never reached the later steps.
    const passed = index < here && (at !== null || !bad);
    return { title, at, status: passed ? "done" : "ahead" };
  });
}
