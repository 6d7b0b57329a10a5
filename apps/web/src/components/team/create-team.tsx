"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { useTRPC } from "@/trpc/client";

export function CreateTeam({ slug, sizeLimit }: { slug: string; sizeLimit: number }) {
  const trpc = useTRPC();
  const router = useRouter();
  const hydrated = useHydrated();
  const create = useMutation(
    trpc.team.create.mutationOptions({ onSuccess: () => router.refresh() }),
  );
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name") ?? "");
    create.mutate({ slug, name: name.trim() });
  }
  return (
    <form onSubmit={submit} className="grid max-w-md gap-5">
      <Field
        id="team-name"
        label="Name of the team"
        hint={
          sizeLimit > 1
            ? `Shown on the board. Up to ${sizeLimit} people; you invite them by a link.`
            : "Shown on the board. Teams of this challenge have one member."
        }
      >
        <Input
          id="team-name"
          name="name"
          required
          minLength={2}
          maxLength={40}
          autoComplete="off"
          aria-describedby="team-name-hint"
        />
      </Field>
      {create.error ? <ProblemNote problem={toProblem(create.error)} /> : null}
      <div>
        <Button type="submit" size="lg" disabled={create.isPending || !hydrated}>
          Make the team
        </Button>
      </div>
      <p className="text-sm text-muted-foreground">
        Someone has a team already? Ask its captain for the invite link and open it.
      </p>
    </form>
  );
}
