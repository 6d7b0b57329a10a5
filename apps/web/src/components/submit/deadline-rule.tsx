import type { ChallengeView } from "@maskboard/contracts";
import { LocalTime } from "@/components/site/local-time";

/** Until when what counts, and the rule about uploads that cross the deadline. */
export function DeadlineRule({ challenge }: { challenge: ChallengeView }) {
  const { intake, endsAt, lateUntil, ladderStep } = challenge;
  if (intake === "late" && lateUntil) {
    return (
      <p className="max-w-prose rounded-xl bg-primary-soft px-4 py-3 text-sm">
        The deadline is over. Until <LocalTime at={lateUntil} /> uploads are taken as{" "}
        <strong className="font-medium">late ones</strong>: scored and listed, but outside the
        ranks.
      </p>
    );
  }
  if (intake !== "open") return null;
  return (
    <div className="grid max-w-prose gap-1 text-sm text-muted-foreground">
      {endsAt ? (
        <p>
          The deadline is <LocalTime at={endsAt} />. An upload that begins before it counts, however
          long it takes.
          {lateUntil ? (
            <>
              {" "}
              Later ones are scored outside the ranks until <LocalTime at={lateUntil} />.
            </>
          ) : null}
        </p>
      ) : null}
      {ladderStep !== null ? (
        <p>
          A score shows when it is better than your team's best by at least {ladderStep}; otherwise
          you see your best again.
        </p>
      ) : null}
    </div>
  );
}
