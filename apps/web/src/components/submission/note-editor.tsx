"use client";

import { useMutation } from "@tanstack/react-query";
import { PencilIcon } from "lucide-react";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { toProblem } from "@/lib/problem";
import { useTRPC } from "@/trpc/client";

interface NoteEditorProps {
  id: string;
  note: string;
  onSaved: (note: string) => void;
}

/** A note that turns into a field when it is pressed. */
export function NoteEditor({ id, note, onSaved }: NoteEditorProps) {
  const trpc = useTRPC();
  const [draft, setDraft] = useState<string | null>(null);
  const save = useMutation(
    trpc.submission.setNote.mutationOptions({
      onSuccess(_result, { note: saved }) {
        onSaved(saved);
        setDraft(null);
      },
      onError: (error) => toast.error(toProblem(error).message),
    }),
  );
  if (draft === null) {
    return (
      <button
        type="button"
        onClick={() => setDraft(note)}
        className="group -mx-1 flex max-w-full items-center gap-2 rounded-md px-1 text-left text-sm hover:bg-muted"
      >
        <span className={note ? "wrap-anywhere" : "text-muted-foreground"}>
          {note || "Add a note"}
        </span>
        <PencilIcon className="size-3.5 shrink-0 text-muted-foreground" aria-hidden />
        <span className="sr-only">Edit the note</span>
      </button>
    );
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate({ id, note: (draft ?? "").trim() });
  }
  return (
    <form onSubmit={submit} className="flex w-full max-w-md gap-2">
      <Input
        autoFocus
        aria-label="Note"
        maxLength={500}
        className="h-8"
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && setDraft(null)}
      />
      <Button type="submit" size="sm" disabled={save.isPending}>
        Save
      </Button>
    </form>
  );
}
