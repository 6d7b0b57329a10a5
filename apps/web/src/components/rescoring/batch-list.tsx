"use client";

import type { RescoreView } from "@maskboard/contracts";
import { useMutation } from "@tanstack/react-query";
import { Ago } from "@/components/site/local-time";
import { ProblemNote } from "@/components/site/problem";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/panel";
import { count, duration, plural, score } from "@/lib/format";
import { toProblem } from "@/lib/problem";
import { useTRPC } from "@/trpc/client";
import { BatchDialog } from "./batch-dialog";
import { BatchProgress } from "./batch-progress";

interface BatchListProps {
  slug: string;
  batches: readonly RescoreView[];
  rounding: number;
}

/** Batches, newest first: running ones move on by themselves, others say what they changed. */
export function BatchList({ slug, batches, rounding }: BatchListProps) {
  const trpc = useTRPC();
  const cancel = useMutation(trpc.rescore.cancel.mutationOptions());
  if (batches.length === 0) {
    return (
      <Empty className="py-10">
        <p>Nothing has been scored again yet.</p>
      </Empty>
    );
  }
  return (
    <div className="grid gap-3">
      {cancel.error ? <ProblemNote problem={toProblem(cancel.error)} /> : null}
      <ul>
        {batches.map((batch) => (
          <li key={batch.id} className="grid gap-2 border-b border-line py-3 text-sm">
            <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
              <span className="font-medium wrap-anywhere first-letter:uppercase">
                {batch.scope}
              </span>
              {batch.dryRun ? <Badge>dry run</Badge> : null}
              {batch.state === "cancelled" ? <Badge tone="outline">stopped</Badge> : null}
              <span className="text-muted-foreground">
                split {batch.splitVersion} · {batch.requestedBy ?? "Maskboard"},{" "}
                <Ago at={batch.createdAt} />
              </span>
              <span className="ml-auto flex gap-2">
                {batch.state === "running" && batch.kind !== "activate" ? (
                  <Button
                    variant="outline"
                    size="sm"
                    disabled={cancel.isPending}
                    aria-label={`Stop: ${batch.scope}`}
                    onClick={() => cancel.mutate({ slug, rescoreId: batch.id })}
                  >
                    Stop
                  </Button>
                ) : null}
                {batch.changed + batch.failed > 0 ? (
                  <BatchDialog slug={slug} batch={batch} rounding={rounding} />
                ) : null}
              </span>
            </div>
            {batch.state === "running" ? (
              <BatchProgress batch={batch} />
            ) : (
              <Outcome batch={batch} />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Outcome({ batch }: { batch: RescoreView }) {
  const { done, total, failed, changed, largestChange, startedAt, finishedAt, dryRun } = batch;
  const took = startedAt && finishedAt ? finishedAt.getTime() - startedAt.getTime() : null;
  return (
    <p className="text-[0.8125rem] text-muted-foreground">
      {done === total ? plural(total, "submission") : `${count(done)} of ${count(total)}`}
      {took === null ? "" : ` in ${duration(took)}`} ·{" "}
      {changed === 0
        ? "no score changed"
        : `${plural(changed, "score")} ${dryRun ? "would change" : "changed"}, by ${score(largestChange)} at most`}
      {failed > 0 ? <span className="text-danger"> · {count(failed)} failed</span> : null}
    </p>
  );
}
