"use client";

import type { Schedule } from "@maskboard/contracts";
import { useMutation } from "@tanstack/react-query";
import { ProblemNote } from "@/components/site/problem";
import { ConfirmButton } from "@/components/team/confirm-button";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import { toProblem } from "@/lib/problem";
import { useTRPC } from "@/trpc/client";
import type { OnSaved } from "./on-saved";
import { RevealDialog } from "./reveal-dialog";

const PHASE_TEXT: Record<Schedule["phase"], string> = {
  public: "The board moves with every public score.",
  frozen: "The board stands still; what came after the freeze shows after the reveal.",
  revealed: "Private scores show. The final ranks stand.",
};

const INTAKE_TEXT: Record<Schedule["intake"], string> = {
  early: "Uploads are not taken yet.",
  open: "Uploads are taken and ranked.",
  late: "Uploads are taken as late ones, outside the ranks.",
  over: "Uploads are not taken any more.",
};

interface PhasePanelProps {
  schedule: Schedule;
  onSaved: OnSaved;
}

/** What holds at this moment, and what an organizer may do about it at once. */
export function PhasePanel({ schedule, onSaved }: PhasePanelProps) {
  const { slug, phase, intake } = schedule;
  const trpc = useTRPC();
  const freeze = useMutation(
    trpc.phase.freeze.mutationOptions({
      onSuccess: (next) => onSaved(next, "The board stands still."),
    }),
  );
  const unfreeze = useMutation(
    trpc.phase.unfreeze.mutationOptions({
      onSuccess: (next) => onSaved(next, "The board moves again."),
    }),
  );
  const error = freeze.error ?? unfreeze.error;
  return (
    <Panel className="grid gap-4 p-5">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4">
        <div className="grid gap-1">
          <p className="flex items-center gap-2 text-lg font-semibold capitalize">
            {phase} <Badge tone="primary">now</Badge>
          </p>
          <p className="text-sm text-muted-foreground">
            {PHASE_TEXT[phase]} {INTAKE_TEXT[intake]}
          </p>
        </div>
        {phase === "revealed" ? null : (
          <div className="flex flex-wrap gap-2">
            {phase === "public" ? (
              <ConfirmButton
                title="Freeze the board now?"
                text="Scores that come from now on do not show on the board until the reveal, or until you unfreeze it. Teams still see their own."
                action="Freeze now"
                onConfirm={() => freeze.mutate({ slug })}
              />
            ) : (
              <ConfirmButton
                title="Let the board move again?"
                text="Scores that came since the freeze show at once."
                action="Unfreeze"
                onConfirm={() => unfreeze.mutate({ slug })}
              />
            )}
            <RevealDialog schedule={schedule} onSaved={onSaved} />
          </div>
        )}
      </div>
      {error ? <ProblemNote problem={toProblem(error)} /> : null}
    </Panel>
  );
}
