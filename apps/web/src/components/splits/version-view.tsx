"use client";

import type { SegmentationClass, SplitDetail } from "@maskboard/contracts";
import { useMutation, useQuery } from "@tanstack/react-query";
import { RankChanges } from "@/components/board/rank-changes";
import { BatchProgress } from "@/components/rescoring/batch-progress";
import { useBatches } from "@/components/rescoring/use-batches";
import { Ago } from "@/components/site/local-time";
import { ProblemNote } from "@/components/site/problem";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Panel, Skeleton } from "@/components/ui/panel";
import { count, plural } from "@/lib/format";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { useTRPC } from "@/trpc/client";
import { ActivateDialog } from "./activate-dialog";
import { SideBalance } from "./side-balance";
import { methodText } from "./words";

interface VersionViewProps {
  slug: string;
  initial: SplitDetail;
  classes: readonly SegmentationClass[];
  rounding: number;
}

/** One version: what it is, what it would change, and the way to make it count. */
export function VersionView({ slug, initial, classes, rounding }: VersionViewProps) {
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const { version } = initial;
  const detail = useQuery(
    trpc.split.byVersion.queryOptions({ slug, version }, { initialData: initial }),
  );
  const { active } = detail.data;
  const difference = useQuery(
    trpc.split.difference.queryOptions({ slug, version }, { enabled: !active }),
  );
  const batches = useBatches(slug, () => {
    void detail.refetch();
    if (!active) void difference.refetch();
  });
  const prepare = useMutation(trpc.split.prepare.mutationOptions());
  const split = detail.data;
  const running = batches?.find(
    (batch) =>
      batch.splitVersion === version && batch.kind !== "rescore" && batch.state === "running",
  );
  const missing = Math.max(0, split.submissions - split.scored);
  const error = prepare.error ?? difference.error ?? detail.error;
  return (
    <div className="grid gap-10">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted-foreground">
        {split.active ? <Badge tone="primary">active</Badge> : null}
        <span>
          Data {split.dataset} · {methodText(split)} · {split.author ?? "Maskboard"},{" "}
          <Ago at={split.createdAt} />
        </span>
        {split.note ? <span className="w-full text-foreground">{split.note}</span> : null}
      </p>
      <SideBalance balance={split.balance} classes={classes} />
      <section aria-labelledby="scores" className="grid gap-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 id="scores" className="text-lg font-semibold">
            Scores
          </h2>
          <div className="flex gap-2">
            {missing > 0 && !running && !split.active ? (
              <Button
                variant="outline"
                disabled={!hydrated || prepare.isPending}
                onClick={() => prepare.mutate({ slug, version })}
              >
                Prepare
              </Button>
            ) : null}
            {split.active ? null : (
              <ActivateDialog
                slug={slug}
                split={split}
                missing={missing}
                onActivated={() => void detail.refetch()}
              />
            )}
          </div>
        </div>
        <p className="text-sm text-muted-foreground" aria-live="polite">
          {missing === 0
            ? `All ${plural(split.submissions, "scored submission")} ${split.submissions === 1 ? "has its" : "have their"} score for this version.`
            : `${count(split.scored)} of ${plural(split.submissions, "scored submission")} have a score for this version.${split.active ? "" : " Preparing scores the others without anybody seeing it."}`}
        </p>
        {running ? <BatchProgress batch={running} /> : null}
        {error ? <ProblemNote problem={toProblem(error)} /> : null}
        {split.active ? null : (
          <Panel className="p-4 sm:p-6">
            <h3 className="mb-4 text-sm text-muted-foreground">
              What activating it would change
              {missing > 0 ? ", by the scores so far" : ""}
            </h3>
            {difference.data ? (
              <RankChanges ranks={difference.data} rounding={rounding} />
            ) : (
              <Skeleton className="h-40" />
            )}
          </Panel>
        )}
      </section>
    </div>
  );
}
