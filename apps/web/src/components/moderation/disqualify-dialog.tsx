"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { RankChanges } from "@/components/board/rank-changes";
import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/panel";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { useTRPC } from "@/trpc/client";

interface DisqualifyDialogProps {
  slug: string;
  subject: { team: string } | { submission: string };
  /** The team's or the file's name. */
  name: string;
  /** Whether it does not count now: then the dialog restores it. */
  disqualified: boolean;
  onDone: () => void;
}

/** Disqualifies or restores, after a look at the ranks as they would be. */
export function DisqualifyDialog(props: DisqualifyDialogProps) {
  const { slug, subject, name, disqualified, onDone } = props;
  const id = useId();
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const [open, setOpen] = useState(false);
  // The ranks do not depend on the words.
  const planned = { slug, subject, reason: disqualified ? null : "a look at the ranks" };
  const ranks = useQuery(
    trpc.moderation.previewJudgement.queryOptions(planned, { enabled: open, staleTime: 0 }),
  );
  const judge = useMutation(
    trpc.moderation.judge.mutationOptions({
      onSuccess() {
        setOpen(false);
        onDone();
      },
    }),
  );
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "").trim();
    judge.mutate({ slug, subject, reason: disqualified ? null : reason });
  }
  const verb = disqualified ? "Restore" : "Disqualify";
  const what = "team" in subject ? "The team" : "The submission";
  const error = judge.error ?? ranks.error;
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button
          variant={disqualified ? "outline" : "danger"}
          size="sm"
          disabled={!hydrated}
          aria-label={`${verb} ${name}`}
        >
          {verb}
        </Button>
      </DialogTrigger>
      <DialogContent
        title={`${verb} ${name}?`}
        description={
          disqualified
            ? `${what} counts again as if nothing had been.`
            : `${what} leaves the boards; files and scores stay. You can restore it.`
        }
      >
        <form onSubmit={submit} className="grid gap-4">
          {disqualified ? null : (
            <Field id={id} label="Reason" hint="The team reads it on its pages.">
              <Input
                id={id}
                name="reason"
                required
                minLength={3}
                maxLength={500}
                autoComplete="off"
                aria-describedby={`${id}-hint`}
              />
            </Field>
          )}
          {ranks.data ? (
            <RankChanges ranks={ranks.data} most={12} />
          ) : ranks.isPending ? (
            <Skeleton className="h-20" />
          ) : null}
          {error ? <ProblemNote problem={toProblem(error)} /> : null}
          <div className="flex justify-end gap-2">
            <DialogClose asChild>
              <Button variant="ghost">Leave it as it is</Button>
            </DialogClose>
            <Button
              variant={disqualified ? "primary" : "danger"}
              type="submit"
              disabled={judge.isPending}
            >
              {verb}
            </Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}
