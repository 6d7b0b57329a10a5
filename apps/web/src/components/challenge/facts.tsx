import type { ChallengeView } from "@maskboard/contracts";
import type { ReactNode } from "react";
import { Countdown } from "@/components/site/countdown";
import { LocalTime } from "@/components/site/local-time";
import { plural } from "@/lib/format";

/** When, how much, and how it is scored. */
export function Facts({ challenge }: { challenge: ChallengeView }) {
  const { startsAt, endsAt, limits, classes, phase, frozenAt, revealedAt, lateUntil } = challenge;
  const now = Date.now();
  const opens = startsAt && startsAt.getTime() > now ? startsAt : null;
  const closes = !opens && endsAt && endsAt.getTime() > now ? endsAt : null;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-6 sm:grid-cols-4">
      <Fact
        name={opens ? "Opens in" : closes ? "Time left" : "Time"}
        note={
          opens ? (
            <LocalTime at={opens} />
          ) : endsAt ? (
            <>
              {closes ? "until " : "ended "}
              <LocalTime at={endsAt} />
              {closes ? "; an upload begun before it counts" : null}
              {lateUntil && lateUntil.getTime() > now ? (
                <>
                  ; late ones until <LocalTime at={lateUntil} />
                </>
              ) : null}
            </>
          ) : (
            "no deadline"
          )
        }
      >
        {opens || closes ? <Countdown to={(opens ?? closes)!} /> : endsAt ? "Over" : "Open"}
      </Fact>
      <Fact name="Scored by" note={`over ${plural(classes.length, "class", "classes")}`}>
        Mean IoU
      </Fact>
      <Fact
        name="Submissions"
        note={`a day and team, ${plural(limits.finals, "final")} of your choice`}
      >
        {limits.perDay}
      </Fact>
      <Fact
        name={phase === "revealed" ? "Board" : "Board shows"}
        note={
          phase === "revealed" ? (
            "private scores are shown"
          ) : phase === "frozen" ? (
            <>
              it stands still until the reveal
              {revealedAt ? (
                <>
                  , <LocalTime at={revealedAt} />
                </>
              ) : null}
            </>
          ) : (
            <>
              {frozenAt ? (
                <>
                  it freezes <LocalTime at={frozenAt} />;{" "}
                </>
              ) : null}
              private scores decide
              {revealedAt ? (
                <>
                  {" "}
                  on <LocalTime at={revealedAt} />
                </>
              ) : (
                " after the end"
              )}
            </>
          )
        }
      >
        {phase === "revealed" ? "Final" : phase === "frozen" ? "Frozen" : "Public half"}
      </Fact>
    </dl>
  );
}

function Fact({ name, note, children }: { name: string; note: ReactNode; children: ReactNode }) {
  return (
    <div className="grid content-start gap-0.5">
      <dt className="eyebrow">{name}</dt>
      <dd className="text-xl font-semibold tracking-tight">{children}</dd>
      <dd className="text-[0.8125rem] text-muted-foreground">{note}</dd>
    </div>
  );
}
