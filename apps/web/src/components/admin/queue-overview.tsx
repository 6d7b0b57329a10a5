"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Ago } from "@/components/site/local-time";
import { ProblemNote } from "@/components/site/problem";
import { StateCell } from "@/components/submissions/state-cell";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/panel";
import { count } from "@/lib/format";
import { toProblem } from "@/lib/problem";
import { useTRPC } from "@/trpc/client";

const REFRESH_MS = 3_000;

/** What waits, what is worked on, and what failed; failed ones can be tried again. */
export function QueueOverview() {
  const trpc = useTRPC();
  const queue = useQuery(trpc.admin.queue.queryOptions(undefined, { refetchInterval: REFRESH_MS }));
  const retry = useMutation(trpc.admin.retry.mutationOptions({ onSuccess: () => queue.refetch() }));
  const error = queue.error ?? retry.error;
  return (
    <section className="grid gap-4" aria-labelledby="queue">
      <h2 id="queue" className="text-xl font-semibold">
        Queue
      </h2>
      {error ? <ProblemNote problem={toProblem(error)} /> : null}
      {queue.data ? (
        <>
          <dl className="flex flex-wrap gap-x-12 gap-y-4">
            {queue.data.queues.map(({ name, waiting, active, failed }) => (
              <div key={name}>
                <dt className="eyebrow">{name}</dt>
                <dd className="text-sm">
                  <strong className="text-xl font-semibold">{count(waiting)}</strong> waiting ·{" "}
                  {count(active)} active ·{" "}
                  <span className={failed > 0 ? "text-danger" : undefined}>
                    {count(failed)} failed
                  </span>
                </dd>
              </div>
            ))}
          </dl>
          {queue.data.submissions.length === 0 ? (
            <p className="text-sm text-muted-foreground">Nothing waits and nothing has failed.</p>
          ) : (
            <ul>
              {queue.data.submissions.map((row) => (
                <li
                  key={row.id}
                  className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-2 text-sm"
                >
                  <span className="w-24">
                    <StateCell state={row.state} />
                  </span>
                  <Link
                    href={`/submissions/${row.id}`}
                    className="rounded-sm font-medium underline-offset-4 wrap-anywhere hover:underline"
                  >
                    {row.filename}
                  </Link>
                  <span className="text-muted-foreground">
                    {row.team} · {row.challenge} · <Ago at={row.createdAt} />
                  </span>
                  {row.state === "failed" ? (
                    <Button
                      variant="outline"
                      size="sm"
                      className="ml-auto"
                      disabled={retry.isPending}
                      aria-label={`Try again: ${row.filename}`}
                      onClick={() => retry.mutate({ submissionId: row.id })}
                    >
                      Try again
                    </Button>
                  ) : null}
                  {row.error ? (
                    <p className="w-full text-[0.8125rem] text-danger">{row.error.message}</p>
                  ) : null}
                </li>
              ))}
            </ul>
          )}
        </>
      ) : queue.isPending ? (
        <Skeleton className="h-24" />
      ) : null}
    </section>
  );
}
