"use client";

import type { Schedule } from "@maskboard/contracts";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { useTimeZone } from "@/lib/use-time-zone";
import { BoardVisibility } from "./board-visibility";
import { LadderRule } from "./ladder-rule";
import { PhasePanel } from "./phase-panel";
import { ScheduleForm } from "./schedule-form";
import { Timeline } from "./timeline";

/** Everything about the course of a challenge on one page. */
export function ScheduleView({ initial }: { initial: Schedule }) {
  const [schedule, setSchedule] = useState(initial);
  const zone = useTimeZone();
  const router = useRouter();
  function saved(next: Schedule, message: string) {
    setSchedule(next);
    toast.success(message);
    // The other parts of the site show phase and dates, too.
    router.refresh();
  }
  return (
    <div className="grid gap-12">
      <PhasePanel schedule={schedule} onSaved={saved} />
      <div className="grid gap-10 xl:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
        <Section
          title="Instants"
          note={
            <>
              On your clock, in the zone <strong className="font-medium">{zone}</strong>. Others see
              them on theirs.
            </>
          }
        >
          <ScheduleForm schedule={schedule} onSaved={saved} />
        </Section>
        <Section title="Timeline">
          <Timeline schedule={schedule} />
        </Section>
      </div>
      <Section
        title="Who sees the board"
        note="Organizers always do. Where it is hidden, teams still see their own scores."
      >
        <BoardVisibility schedule={schedule} onSaved={saved} />
      </Section>
      <Section
        title="Against probing: the Ladder rule"
        note="Who submits often can learn the public answers from the scores. With the rule, a score shows only when it is better than the team's best by a step; else the team sees its best again, without classes and images. Private scores are not concerned."
      >
        <LadderRule schedule={schedule} onSaved={saved} />
      </Section>
    </div>
  );
}

function Section({
  title,
  note,
  children,
}: {
  title: string;
  note?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="grid content-start gap-5">
      <div className="grid gap-1">
        <h2 className="text-lg font-semibold">{title}</h2>
        {note ? <p className="max-w-prose text-sm text-muted-foreground">{note}</p> : null}
      </div>
      {children}
    </section>
  );
}
