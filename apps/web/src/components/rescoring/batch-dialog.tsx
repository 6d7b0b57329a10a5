"use client";

import type { RescoreView } from "@maskboard/contracts";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { RankChanges } from "@/components/board/rank-changes";
import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/panel";
import { score } from "@/lib/format";
import { toProblem } from "@/lib/problem";
import { useTRPC } from "@/trpc/client";

interface BatchDialogProps {
  slug: string;
  batch: RescoreView;
  rounding: number;
}

/** What a batch changed or could not do; for a dry run, also what the boards would look like. */
export function BatchDialog({ slug, batch, rounding }: BatchDialogProps) {
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const input = { slug, rescoreId: batch.id };
  const detail = useQuery(trpc.rescore.byId.queryOptions(input, { enabled: open, staleTime: 0 }));
  const ranks = useQuery(
    trpc.rescore.difference.queryOptions(input, { enabled: open && batch.dryRun, staleTime: 0 }),
  );
  const error = detail.error ?? ranks.error;
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="outline" size="sm" aria-label={`Changes of ${batch.scope}`}>
          Changes
        </Button>
      </DialogTrigger>
      <DialogContent title={`Changes of ${batch.scope}`} className="max-w-2xl">
        {error ? <ProblemNote problem={toProblem(error)} /> : null}
        {ranks.data ? <RankChanges ranks={ranks.data} rounding={rounding} /> : null}
        {detail.data ? (
          <table className="w-full text-[0.8125rem]">
            <caption className="pb-2 text-left font-medium">Submissions</caption>
            <thead className="text-xs text-muted-foreground">
              <tr className="border-b border-line text-right [&>th]:py-1.5 [&>th]:font-medium">
                <th scope="col" className="text-left">
                  Team
                </th>
                <th scope="col">Public</th>
                <th scope="col" className="pl-4">
                  Private
                </th>
              </tr>
            </thead>
            <tbody>
              {detail.data.changes.map((row) => (
                <tr
                  key={row.submissionId}
                  className="border-b border-line text-right [&>td]:py-1.5"
                >
                  <th scope="row" className="text-left font-normal wrap-anywhere">
                    <Link
                      href={`/submissions/${row.submissionId}`}
                      className="rounded-sm underline-offset-4 hover:underline"
                    >
                      {row.team}
                    </Link>
                    {row.error ? <span className="block text-danger">{row.error}</span> : null}
                  </th>
                  <td>
                    {score(row.before, rounding)} → {score(row.after, rounding)}
                  </td>
                  <td className="pl-4">
                    {score(row.privateBefore, rounding)} → {score(row.privateAfter, rounding)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : (
          <Skeleton className="h-40" />
        )}
      </DialogContent>
    </Dialog>
  );
}
