"use client";

import type { SplitDetail } from "@maskboard/contracts";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { plural } from "@/lib/format";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { useTRPC } from "@/trpc/client";

interface ActivateDialogProps {
  slug: string;
  split: SplitDetail;
  /** Submissions that have no score for it yet. */
  missing: number;
  onActivated: () => void;
}

/** Makes a version the one that counts, after saying what that means. */
export function ActivateDialog({ slug, split, missing, onActivated }: ActivateDialogProps) {
  const id = useId();
  const trpc = useTRPC();
  const router = useRouter();
  const hydrated = useHydrated();
  const [open, setOpen] = useState(false);
  const activate = useMutation(
    trpc.split.activate.mutationOptions({
      onSuccess() {
        setOpen(false);
        onActivated();
        // The list of versions, too, when one goes back to it.
        router.refresh();
      },
    }),
  );
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "");
    const { version, activeVersion: expected } = split;
    activate.mutate({ slug, version, expected, reason });
  }
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button disabled={!hydrated}>Activate</Button>
      </DialogTrigger>
      <DialogContent
        title={`Activate split ${split.version}?`}
        description={
          missing === 0
            ? `Every submission has its score for it: the board changes from split ${split.activeVersion} at once.`
            : `${plural(missing, "submission")} without a score for it will leave the board until scored; that begins at once and fills the board live. Prepare it first to spare teams the gap.`
        }
      >
        <form onSubmit={submit} className="grid gap-4">
          <Field id={id} label="Reason" hint="For the history and the audit log.">
            <Input id={id} name="reason" maxLength={500} aria-describedby={`${id}-hint`} />
          </Field>
          {activate.error ? <ProblemNote problem={toProblem(activate.error)} /> : null}
          <div className="flex justify-end gap-2">
            <DialogClose asChild>
              <Button variant="ghost">Leave it as it is</Button>
            </DialogClose>
            <Button type="submit" disabled={activate.isPending}>
              Activate split {split.version}
            </Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}
