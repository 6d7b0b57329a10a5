"use client";

import type { Settings } from "@maskboard/contracts";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { ProblemNote } from "@/components/site/problem";
import { ConfirmButton } from "@/components/team/confirm-button";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { useTRPC } from "@/trpc/client";

/** Who organizes the challenge, besides the admins of the site. */
export function OrganizersPanel({ settings }: { settings: Settings }) {
  const { slug, organizers } = settings;
  const router = useRouter();
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const [email, setEmail] = useState("");
  const onSuccess = () => {
    setEmail("");
    router.refresh();
  };
  const add = useMutation(trpc.setup.addOrganizer.mutationOptions({ onSuccess }));
  const remove = useMutation(trpc.setup.removeOrganizer.mutationOptions({ onSuccess }));
  const error = add.error ?? remove.error;

  function submit(event: FormEvent) {
    event.preventDefault();
    remove.reset();
    add.mutate({ slug, email: email.trim() });
  }

  return (
    <div className="grid gap-4">
      <p className="max-w-prose text-sm text-muted-foreground">
        Organizers see the truth of the test images, private scores and everything on these pages.
        Admins of the site do too.
      </p>
      <ul>
        {organizers.map(({ id, name, email: address }) => (
          <li
            key={id}
            className="flex min-h-13 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-2 text-sm"
          >
            <span className="font-medium">{name}</span>
            <span className="text-muted-foreground wrap-anywhere">{address}</span>
            <span className="ml-auto">
              <ConfirmButton
                title={`Remove ${name}?`}
                text="They lose these pages at once. Their own team and submissions, if they have any, stay."
                action="Remove"
                label={`Remove ${name}`}
                danger
                onConfirm={() => {
                  add.reset();
                  remove.mutate({ slug, userId: id });
                }}
              />
            </span>
          </li>
        ))}
      </ul>
      {error ? <ProblemNote problem={toProblem(error)} /> : null}
      <form onSubmit={submit} className="flex max-w-lg gap-2">
        <Input
          type="email"
          required
          aria-label="Address of a new organizer"
          placeholder="name@example.org"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Button type="submit" variant="outline" disabled={!hydrated || add.isPending}>
          Add
        </Button>
      </form>
    </div>
  );
}
