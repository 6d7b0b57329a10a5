"use client";

import type { SubmissionView } from "@maskboard/contracts";
import { useMutation } from "@tanstack/react-query";
import { CancelDialog } from "@/components/queue/cancel-dialog";
import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { DisqualifyDialog } from "./disqualify-dialog";

interface SubmissionActionsProps {
  view: SubmissionView;
  onChange: (view: SubmissionView) => void;
}

/** What organizers can do about one submission, whatever its state. */
export function SubmissionActions({ view, onChange }: SubmissionActionsProps) {
  const { id, challenge: slug, state, filename } = view;
  const trpc = useTRPC();
  const client = useTRPCClient();
  const hydrated = useHydrated();
  const look = async () => onChange(await client.submission.byId.query({ id }));
  const retry = useMutation(trpc.queue.retry.mutationOptions({ onSuccess: look }));
  const cancel = useMutation(trpc.queue.cancel.mutationOptions({ onSuccess: look }));
  const error = retry.error ?? cancel.error;
  const decided = state === "scored" || state === "invalid" || state === "failed";
  return (
    <section
      aria-label="For organizers"
      className="grid gap-3 rounded-xl border border-line bg-surface px-4 py-3"
    >
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-auto text-sm font-medium">For organizers</h2>
        {state === "uploading" ? null : (
          <Button
            variant="outline"
            size="sm"
            disabled={!hydrated || retry.isPending}
            onClick={() => retry.mutate({ slug, submissionId: id })}
          >
            {decided ? "Score again" : "Queue again"}
          </Button>
        )}
        {decided ? null : (
          <CancelDialog
            item={view}
            onCancel={(reason) => cancel.mutate({ slug, submissionId: id, reason })}
          />
        )}
        {view.disqualified?.of === "team" ? null : (
          <DisqualifyDialog
            slug={slug}
            subject={{ submission: id }}
            name={filename}
            disqualified={view.disqualified !== null}
            onDone={look}
          />
        )}
      </div>
      {error ? <ProblemNote problem={toProblem(error)} /> : null}
    </section>
  );
}
