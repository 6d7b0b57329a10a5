"use client";

import type { MergeResult, TeamRow } from "@maskboard/contracts";
import { skipToken, useMutation, useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { RankChanges } from "@/components/board/rank-changes";
import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Skeleton } from "@/components/ui/panel";
import { count, plural } from "@/lib/format";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { useTRPC } from "@/trpc/client";

interface MergeDialogProps {
  slug: string;
  team: TeamRow;
  others: readonly TeamRow[];
  onDone: () => void;
}

/** Makes a team part of another one, after a look at what that does. */
export function MergeDialog({ slug, team, others, onDone }: MergeDialogProps) {
  const id = useId();
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const [open, setOpen] = useState(false);
  const [into, setInto] = useState("");
  const plan = { slug, from: team.id, into };
  const preview = useQuery(
    trpc.moderation.previewMerge.queryOptions(open && into ? plan : skipToken, { staleTime: 0 }),
  );
  const merge = useMutation(
    trpc.moderation.merge.mutationOptions({
      onSuccess() {
        setOpen(false);
        onDone();
      },
    }),
  );
  const refusal = preview.data?.merge.refusal ?? null;
  const error = merge.error ?? preview.error;
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button
          variant="outline"
          size="sm"
          disabled={!hydrated}
          aria-label={`Merge ${team.name} into another team`}
        >
          Merge
        </Button>
      </DialogTrigger>
      <DialogContent
        title={`Merge ${team.name} into another team`}
        description="Its members and submissions move over; its name is gone. It can't be undone."
      >
        <Field id={id} label="Into">
          <select
            id={id}
            value={into}
            onChange={(event) => setInto(event.target.value)}
            className="h-10 w-full rounded-lg border border-line-strong/60 bg-surface px-3 text-sm"
          >
            <option value="">Choose a team</option>
            {others.map((other) => (
              <option key={other.id} value={other.id}>
                {other.name}
              </option>
            ))}
          </select>
        </Field>
        {preview.data ? (
          <>
            <MergeFacts merge={preview.data.merge} />
            {refusal ? <ProblemNote problem={refusal} /> : null}
            {preview.data.ranks ? <RankChanges ranks={preview.data.ranks} most={12} /> : null}
          </>
        ) : into && preview.isPending ? (
          <Skeleton className="h-24" />
        ) : null}
        {error ? <ProblemNote problem={toProblem(error)} /> : null}
        <div className="flex justify-end gap-2">
          <DialogClose asChild>
            <Button variant="ghost">Leave them apart</Button>
          </DialogClose>
          <Button
            disabled={!preview.data || refusal !== null || merge.isPending}
            onClick={() => merge.mutate(plan)}
          >
            Merge
          </Button>
        </div>
      </DialogContent>
    </Dialog>
  );
}

/** The rule with its numbers. */
function MergeFacts({ merge }: { merge: MergeResult }) {
  const { members, teamSize, submissions, allowed, days, finalsUnset } = merge;
  return (
    <ul className="grid gap-1 text-sm">
      <li>
        {plural(members, "member")} of at most {count(teamSize)}
      </li>
      <li>
        {plural(submissions, "submission")} of at most {count(allowed)} that one team could have
        made in {plural(days, "day")}
      </li>
      {finalsUnset.length > 0 ? (
        <li>
          {plural(finalsUnset.length, "final submission")} too many:{" "}
          <span className="text-muted-foreground wrap-anywhere">
            {finalsUnset.map(({ filename }) => filename).join(", ")}
          </span>{" "}
          will be no final any more
        </li>
      ) : null}
    </ul>
  );
}
