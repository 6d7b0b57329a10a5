import type { SubmissionView } from "@maskboard/contracts";
import { Panel } from "@/components/ui/panel";
import { score } from "@/lib/format";

/** In the place of a score that the Ladder rule holds back from its team. */
export function HeldBack({ view, rounding }: { view: SubmissionView; rounding: number }) {
  const whole = view.result !== null;
  return (
    <Panel className="grid max-w-prose gap-2 p-5 text-sm">
      <h2 className="text-base font-semibold">
        {whole ? "The team does not see this score" : "Not better by enough to show"}
      </h2>
      {whole ? (
        <p>
          The Ladder rule holds it back: the team sees its best so far, without classes and images.
        </p>
      ) : (
        <p>
          This submission is scored, but not better than your team's best by the step that the
          organizers set. So you see your best again:{" "}
          <strong className="font-semibold">{score(view.publicMeanIou, rounding)}</strong>. Classes
          and images would tell the score, and are held back as well. On the private images it
          counts like any other.
        </p>
      )}
    </Panel>
  );
}

export function LateNote() {
  return (
    <p className="max-w-prose rounded-xl bg-muted px-4 py-3 text-sm">
      <strong className="font-medium">Late.</strong> The upload began after the deadline: it is
      scored and listed, but outside the ranks.
    </p>
  );
}
