"use client";

import type { RescoreView } from "@maskboard/contracts";
import { BatchList } from "./batch-list";
import { StartForm } from "./start-form";
import { useBatches } from "./use-batches";

interface RescoringViewProps {
  slug: string;
  initial: RescoreView[];
  teams: readonly string[];
  rounding: number;
}

export function RescoringView({ slug, initial, teams, rounding }: RescoringViewProps) {
  const batches = useBatches(slug, undefined, initial) ?? initial;
  return (
    <div className="grid gap-10">
      <StartForm slug={slug} teams={teams} />
      <section aria-labelledby="batches" className="grid gap-3">
        <h2 id="batches" className="text-lg font-semibold">
          Batches
        </h2>
        <BatchList slug={slug} batches={batches} rounding={rounding} />
      </section>
    </div>
  );
}
