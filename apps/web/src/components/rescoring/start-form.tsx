"use client";

import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { ProblemNote } from "@/components/site/problem";
import { ConfirmButton } from "@/components/team/confirm-button";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { useTRPC } from "@/trpc/client";

const SCOPES = [
  { value: "all", label: "All submissions" },
  { value: "team", label: "One team" },
  { value: "submission", label: "One submission" },
] as const;
type Scope = (typeof SCOPES)[number]["value"];

interface StartFormProps {
  slug: string;
  teams: readonly string[];
}

/** Starts scoring from the stored files, or a dry run of it. */
export function StartForm({ slug, teams }: StartFormProps) {
  const id = useId();
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const [scope, setScope] = useState<Scope>("all");
  const [subject, setSubject] = useState("");
  const start = useMutation(trpc.rescore.start.mutationOptions());
  const named = subject.trim();
  const ready = hydrated && !start.isPending && (scope === "all" || named !== "");
  const run = (dryRun: boolean) =>
    start.mutate({
      slug,
      dryRun,
      ...(scope === "team" ? { team: named } : {}),
      // People paste addresses too.
      ...(scope === "submission" ? { submissionId: named.split("/").at(-1) ?? "" } : {}),
    });
  return (
    <Panel className="grid gap-5 p-4 sm:p-6">
      <fieldset>
        <legend className="mb-2 text-sm font-medium">What to score again</legend>
        <div className="flex flex-wrap gap-x-6 gap-y-2">
          {SCOPES.map(({ value, label }) => (
            <label key={value} className="flex cursor-pointer items-center gap-2 text-sm">
              <input
                type="radio"
                name={`${id}-scope`}
                className="size-4 accent-primary"
                checked={scope === value}
                onChange={() => {
                  setScope(value);
                  setSubject("");
                }}
              />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      {scope === "all" ? null : (
        <div className="max-w-md">
          <Field
            id={`${id}-subject`}
            label={scope === "team" ? "Team" : "Id or address of the submission"}
          >
            <Input
              id={`${id}-subject`}
              list={scope === "team" ? `${id}-teams` : undefined}
              autoComplete="off"
              value={subject}
              onChange={(event) => setSubject(event.target.value)}
            />
          </Field>
          <datalist id={`${id}-teams`}>
            {teams.map((team) => (
              <option key={team} value={team} />
            ))}
          </datalist>
        </div>
      )}
      {start.error ? <ProblemNote problem={toProblem(start.error)} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button variant="outline" size="sm" disabled={!ready} onClick={() => run(true)}>
          Dry run
        </Button>
        {ready ? (
          <ConfirmButton
            title="Score again?"
            text="Every file is decoded and counted anew. New submissions go first; scores that come out differently replace those on the board."
            action="Score again"
            onConfirm={() => run(false)}
          />
        ) : (
          <Button variant="outline" size="sm" disabled>
            Score again
          </Button>
        )}
      </div>
    </Panel>
  );
}
