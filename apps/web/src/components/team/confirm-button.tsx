"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";

interface ConfirmButtonProps {
  /** The question, e.g. `Leave the team?` */
  title: string;
  text: ReactNode;
  /** What the button does, in a word or two. */
  action: string;
  /** Name for those who do not see what the button stands beside. */
  label?: string;
  onConfirm: () => void;
  danger?: boolean;
  /** The one thing to do on the page. */
  primary?: boolean;
}

/** Asks once more before something that others feel. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { title, text, action, label, onConfirm, danger = false, primary = false } = props;
  return (
    <Dialog>
      <DialogTrigger asChild>
        <Button
          variant={danger ? "danger" : primary ? "primary" : "outline"}
          size={primary ? "md" : "sm"}
          aria-label={label}
        >
          {action}
        </Button>
      </DialogTrigger>
      <DialogContent title={title} description={text}>
        <div className="flex justify-end gap-2">
          <DialogClose asChild>
            <Button variant="ghost">Keep it as it is</Button>
          </DialogClose>
          <DialogClose asChild>
            <Button variant={danger ? "danger" : "primary"} onClick={onConfirm}>
              {action}
            </Button>
          </DialogClose>
        </div>
      </DialogContent>
    </Dialog>
  );
}
