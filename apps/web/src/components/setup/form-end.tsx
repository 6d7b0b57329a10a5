"use client";

import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import type { Problem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";

interface FormEndProps {
  saving: boolean;
  problem: Problem | null;
  /** On the button. */
  label?: string;
  disabled?: boolean;
}

/** The end of a form: what went wrong, and the button that saves. */
export function FormEnd({ saving, problem, label = "Save", disabled = false }: FormEndProps) {
  const hydrated = useHydrated();
  return (
    <>
      {problem ? <ProblemNote problem={problem} /> : null}
      <div>
        <Button type="submit" disabled={!hydrated || saving || disabled}>
          {saving ? "Saving…" : label}
        </Button>
      </div>
    </>
  );
}
