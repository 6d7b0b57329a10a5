"use client";

import type { Schedule } from "@maskboard/contracts";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { useTRPC } from "@/trpc/client";
import type { OnSaved } from "./on-saved";

export function LadderRule({ schedule, onSaved }: { schedule: Schedule; onSaved: OnSaved }) {
  const { slug, ladderStep } = schedule;
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const [text, setText] = useState(String(ladderStep ?? 0.005));
  const save = useMutation(
    trpc.phase.setLadder.mutationOptions({
      onSuccess: (next) =>
        onSaved(next, next.ladderStep === null ? "The rule is off." : "The rule is on."),
    }),
  );
  const step = Number(text);
  const valid = step > 0 && step <= 1;
  return (
    <form
      className="grid max-w-xl gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) save.mutate({ slug, step });
      }}
    >
      <p className="text-sm">
        {ladderStep === null
          ? "The rule is off: every score shows."
          : `On, with a step of ${ladderStep}.`}
      </p>
      <Field
        id="ladder-step"
        label="Step of mean IoU"
        hint="About the noise of the public score: half the width of the intervals on the board, or less."
      >
        <Input
          id="ladder-step"
          inputMode="decimal"
          className="max-w-40"
          value={text}
          aria-describedby="ladder-step-hint"
          aria-invalid={!valid || undefined}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          variant={ladderStep === null ? "primary" : "outline"}
          disabled={!hydrated || !valid || save.isPending || step === ladderStep}
        >
          {ladderStep === null ? "Turn the rule on" : "Change the step"}
        </Button>
        {ladderStep === null ? null : (
          <Button
            variant="outline"
            disabled={!hydrated || save.isPending}
            onClick={() => save.mutate({ slug, step: null })}
          >
            Turn it off
          </Button>
        )}
      </div>
      {save.error ? <ProblemNote problem={toProblem(save.error)} /> : null}
    </form>
  );
}
