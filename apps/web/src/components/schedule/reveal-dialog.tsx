"use client";

import type { Schedule } from "@maskboard/contracts";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ShakeUpView } from "@/components/shake-up/shake-up-view";
import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/panel";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { useTRPC } from "@/trpc/client";
import type { OnSaved } from "./on-saved";

/** Shows what a reveal would show, and reveals once the challenge's name was typed. */
export function RevealDialog({ schedule, onSaved }: { schedule: Schedule; onSaved: OnSaved }) {
  const { slug, endsAt, now } = schedule;
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const preview = useQuery(
    trpc.phase.previewReveal.queryOptions({ slug }, { enabled: open, staleTime: 0 }),
  );
  const reveal = useMutation(
    trpc.phase.reveal.mutationOptions({
      onSuccess: (next) => {
        setOpen(false);
        onSaved(next, "Private scores show now.");
      },
    }),
  );
  const running = !endsAt || endsAt > now;
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="sm" disabled={!hydrated}>
          Reveal…
        </Button>
      </DialogTrigger>
      <DialogContent
        title="What the reveal will show"
        description="Nobody else sees this yet. It is what everybody will see once you reveal."
        className="max-w-3xl"
      >
        {preview.data ? (
          <ShakeUpView shakeUp={preview.data} ownTeamId={null} />
        ) : preview.error ? (
          <ProblemNote problem={toProblem(preview.error)} />
        ) : (
          <Skeleton className="h-64" />
        )}
        <form
          className="grid gap-4 border-t border-line pt-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (typed === slug) reveal.mutate({ slug, confirm: slug });
          }}
        >
          <p className="text-sm">
            A reveal can't be taken back: private scores that were seen can't be unseen.
            {running ? (
              <strong className="font-medium">
                {" "}
                The challenge is still running; revealing ends it.
              </strong>
            ) : null}
          </p>
          <Field id="confirm-reveal" label={`Type “${slug}” to confirm`}>
            <Input
              id="confirm-reveal"
              value={typed}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setTyped(event.target.value.trim())}
            />
          </Field>
          {reveal.error ? <ProblemNote problem={toProblem(reveal.error)} /> : null}
          <div className="flex flex-wrap justify-end gap-2">
            <DialogClose asChild>
              <Button variant="ghost">Not yet</Button>
            </DialogClose>
            <Button type="submit" disabled={typed !== slug || reveal.isPending}>
              {reveal.isPending ? "Revealing…" : "Reveal now"}
            </Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}
