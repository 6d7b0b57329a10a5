"use client";

import type { Correction } from "@maskboard/contracts";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useId } from "react";
import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";

async function send(slug: string, form: FormData): Promise<Correction> {
  const response = await fetch(`/api/challenges/${slug}/masks`, { method: "POST", body: form });
  const body = await response.json();
  // In the form in which the API's own errors come.
  if (!response.ok) throw Object.assign(new Error(body.message), { data: { maskboard: body } });
  return body as Correction;
}

/** Takes corrected true masks and leads to the version that they make. */
export function CorrectionForm({ slug }: { slug: string }) {
  const id = useId();
  const router = useRouter();
  const hydrated = useHydrated();
  const correct = useMutation({
    mutationFn: (form: FormData) => send(slug, form),
    onSuccess: ({ splitVersion }) =>
      router.push(`/challenges/${slug}/organize/splits/${splitVersion}`),
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    correct.mutate(new FormData(event.currentTarget));
  }
  return (
    <Panel className="p-4 sm:p-6">
      <form onSubmit={submit} className="grid gap-4">
        <Field
          id={`${id}-files`}
          label="Corrected masks"
          hint="PNGs named like their images, or a zip of them. They are checked like those of an import."
        >
          <Input
            id={`${id}-files`}
            name="files"
            type="file"
            multiple
            required
            accept=".png,.zip,image/png,application/zip"
            className="h-auto py-2"
            aria-describedby={`${id}-files-hint`}
          />
        </Field>
        <Field id={`${id}-note`} label="What was wrong">
          <Input id={`${id}-note`} name="note" maxLength={500} autoComplete="off" />
        </Field>
        {correct.error ? <ProblemNote problem={toProblem(correct.error)} /> : null}
        <div>
          <Button
            type="submit"
            variant="outline"
            disabled={!hydrated || correct.isPending || correct.isSuccess}
          >
            {correct.isPending ? "Checking…" : "Make a new data version"}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
