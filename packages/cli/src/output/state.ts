import type { SubmissionState } from "@maskboard/contracts";
import { accent, bad, good, warn } from "./style.ts";

const TONES: Record<SubmissionState, (text: string) => string> = {
  uploading: accent,
  uploaded: accent,
  queued: accent,
  checking: accent,
  scoring: accent,
  scored: good,
  invalid: bad,
  failed: warn,
};

export function stateText(state: SubmissionState): string {
  return TONES[state](state);
}
