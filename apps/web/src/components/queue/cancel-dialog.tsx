"use client";

import type { QueueItem } from "@maskboard/contracts";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useHydrated } from "@/lib/use-hydrated";

interface CancelDialogProps {
  item: Pick<QueueItem, "filename" | "team">;
  onCancel: (reason: string | undefined) => void;
}

/** Asks once more, and for a reason that the team will read. */
export function CancelDialog({ item, onCancel }: CancelDialogProps) {
  const id = useId();
  const hydrated = useHydrated();
  const [open, setOpen] = useState(false);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "").trim();
    setOpen(false);
    onCancel(reason === "" ? undefined : reason);
  }
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button
          variant="danger"
          size="sm"
          disabled={!hydrated}
          aria-label={`Cancel ${item.filename} of ${item.team}`}
        >
          Cancel
        </Button>
      </DialogTrigger>
      <DialogContent
        title={`Cancel ${item.filename}?`}
        description={`${item.team} sees that an organizer cancelled it. It is not charged, and you can queue it again.`}
      >
        <form onSubmit={submit} className="grid gap-4">
          <Field id={id} label="Reason" hint="The team reads it. Leave it empty for none.">
            <Input
              id={id}
              name="reason"
              minLength={3}
              maxLength={500}
              autoComplete="off"
              aria-describedby={`${id}-hint`}
            />
          </Field>
          <div className="flex justify-end gap-2">
            <DialogClose asChild>
              <Button variant="ghost">Keep it</Button>
            </DialogClose>
            <Button variant="danger" type="submit">
              Cancel it
            </Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}
