"use client";

import type { TeamView } from "@maskboard/contracts";
import { useMutation } from "@tanstack/react-query";
import { PencilIcon } from "lucide-react";
import { type FormEvent, useState } from "react";
import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { toProblem } from "@/lib/problem";
import { useTRPC } from "@/trpc/client";

interface RenameTeamProps {
  slug: string;
  team: TeamView;
  onChange: (team: TeamView) => void;
}

/** The team's name as the page's heading; its captain can change it. */
export function RenameTeam({ slug, team, onChange }: RenameTeamProps) {
  const trpc = useTRPC();
  const [draft, setDraft] = useState<string | null>(null);
  const rename = useMutation(
    trpc.team.rename.mutationOptions({
      onSuccess(changed) {
        onChange(changed);
        setDraft(null);
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    rename.mutate({ slug, name: (draft ?? "").trim() });
  }
  return (
    <div className="grid gap-3">
      <div className="flex min-h-10 flex-wrap items-center gap-3">
        <h1 className="text-3xl font-semibold wrap-anywhere">{team.name}</h1>
        {team.captain && draft === null ? (
          <Button
            variant="ghost"
            size="icon"
            aria-label="Rename the team"
            onClick={() => setDraft(team.name)}
          >
            <PencilIcon aria-hidden />
          </Button>
        ) : null}
      </div>
      {draft !== null ? (
        <form onSubmit={submit} className="flex max-w-md gap-2">
          <Input
            autoFocus
            required
            minLength={2}
            maxLength={40}
            aria-label="New name of the team"
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
          />
          <Button type="submit" disabled={rename.isPending}>
            Rename
          </Button>
          <Button variant="ghost" onClick={() => setDraft(null)}>
            Cancel
          </Button>
        </form>
      ) : null}
      {rename.error ? <ProblemNote problem={toProblem(rename.error)} /> : null}
    </div>
  );
}
