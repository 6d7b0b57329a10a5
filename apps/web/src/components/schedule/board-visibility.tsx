"use client";

import type { Phase, Schedule } from "@maskboard/contracts";
import { useMutation } from "@tanstack/react-query";
import { ProblemNote } from "@/components/site/problem";
import { Badge } from "@/components/ui/badge";
import { Switch } from "@/components/ui/switch";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { useTRPC } from "@/trpc/client";
import type { OnSaved } from "./on-saved";

const PHASES: { phase: Phase; label: string; text: string }[] = [
  { phase: "public", label: "While public scores show", text: "until the freeze or the reveal" },
  { phase: "frozen", label: "While it is frozen", text: "as it stood at the freeze" },
  { phase: "revealed", label: "After the reveal", text: "public and private ranks, shake-up" },
];

export function BoardVisibility({ schedule, onSaved }: { schedule: Schedule; onSaved: OnSaved }) {
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const { slug, boardShown, phase: here } = schedule;
  const save = useMutation(
    trpc.phase.setBoardShown.mutationOptions({ onSuccess: (next) => onSaved(next, "Saved.") }),
  );
  return (
    <div className="grid max-w-xl gap-3">
      {PHASES.map(({ phase, label, text }) => (
        <div key={phase} className="flex items-center gap-4">
          <Switch
            id={`shown-${phase}`}
            checked={boardShown[phase]}
            disabled={!hydrated || save.isPending}
            onCheckedChange={(shown) =>
              save.mutate({ slug, shown: { ...boardShown, [phase]: shown } })
            }
          />
          <label htmlFor={`shown-${phase}`} className="text-sm">
            <span className="font-medium">{label}</span>{" "}
            <span className="text-muted-foreground">{text}</span>{" "}
            {phase === here ? <Badge tone="primary">now</Badge> : null}
          </label>
        </div>
      ))}
      {save.error ? <ProblemNote problem={toProblem(save.error)} /> : null}
    </div>
  );
}
