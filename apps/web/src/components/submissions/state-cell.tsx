import type { SubmissionState } from "@maskboard/contracts";
import { STATE_WORDS } from "@/components/submission/states";
import { cn } from "@/lib/cn";

/** The state as a word with a dot that moves while something happens. */
export function StateCell({ state }: { state: SubmissionState }) {
  const bad = state === "invalid" || state === "failed";
  const ended = bad || state === "scored";
  return (
    <span className={cn("inline-flex items-center gap-2", bad && "text-danger")}>
      <span
        aria-hidden
        className={cn(
          "size-2 rounded-full",
          bad ? "bg-danger" : state === "scored" ? "bg-good" : "bg-primary",
          !ended && "animate-pulse",
        )}
      />
      {STATE_WORDS[state]}
    </span>
  );
}
