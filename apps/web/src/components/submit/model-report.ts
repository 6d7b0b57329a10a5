import { type Lane, MaskboardError } from "@maskboard/contracts";
import type { CheckReport } from "@maskboard/data/check";

/** What the page says of a model before it is sent. */
export function modelReport(lanes: readonly Lane[]): CheckReport {
  if (!lanes.includes("model")) {
    const error = new MaskboardError("lane_closed", "This challenge takes masks, not models.");
    return { images: 0, notices: [], errors: [error.toJSON()], failedStep: "archive" };
  }
  const notice =
    "This is a model. The scorer looks into it, runs it on a made-up picture and then on the test images.";
  return { images: 0, notices: [notice], errors: [], failedStep: null };
}
