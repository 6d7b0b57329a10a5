"use client";

import type { SubmissionRow } from "@maskboard/contracts";
import { useMutation } from "@tanstack/react-query";
import { toast } from "sonner";
import { Switch } from "@/components/ui/switch";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { useTRPC } from "@/trpc/client";

interface FinalSwitchProps {
  submission: Pick<SubmissionRow, "id" | "final" | "state" | "filename">;
  onSaved: (final: boolean) => void;
}

/** Chooses a scored submission as one of those that count in the end. */
export function FinalSwitch({ submission, onSaved }: FinalSwitchProps) {
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const { id, final, state, filename } = submission;
  const save = useMutation(
    trpc.submission.setFinal.mutationOptions({
      onSuccess: (_result, { final: saved }) => onSaved(saved),
      onError(error) {
        const { message, fix } = toProblem(error);
        toast.error(message, { description: fix });
      },
    }),
  );
  return (
    <Switch
      aria-label={`Final: ${filename}`}
      checked={save.isPending ? save.variables.final : final}
      disabled={state !== "scored" || save.isPending || !hydrated}
      onCheckedChange={(checked) => save.mutate({ id, final: checked })}
    />
  );
}
