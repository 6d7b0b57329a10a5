"use client";

import type { SiteQueue as SiteQueueView } from "@maskboard/contracts";
import { useMutation } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useState } from "react";
import { count } from "@/lib/format";
import { usePageVisible } from "@/lib/use-page-visible";
import { useTRPC } from "@/trpc/client";
import { QueueTimeline } from "./queue-view";

/** All challenges' queue, live, with the counts of every kind of job. */
export function SiteQueue({ initial }: { initial: SiteQueueView }) {
  const trpc = useTRPC();
  const visible = usePageVisible();
  const [view, setView] = useState(initial);
  useSubscription(
    trpc.admin.queueLive.subscriptionOptions(undefined, { enabled: visible, onData: setView }),
  );
  const retry = useMutation(trpc.admin.retry.mutationOptions());
  const cancel = useMutation(trpc.admin.cancel.mutationOptions());
  return (
    <section className="grid gap-6" aria-labelledby="queue">
      <h2 id="queue" className="text-xl font-semibold">
        Queue
      </h2>
      <dl className="flex flex-wrap gap-x-12 gap-y-4">
        {view.queues.map(({ name, waiting, active, failed }) => (
          <div key={name}>
            <dt className="eyebrow">{name}</dt>
            <dd className="text-sm">
              <strong className="text-xl font-semibold">{count(waiting)}</strong> waiting ·{" "}
              {count(active)} active ·{" "}
              <span className={failed > 0 ? "text-danger" : undefined}>{count(failed)} failed</span>
            </dd>
          </div>
        ))}
      </dl>
      <QueueTimeline
        view={view}
        withChallenge
        error={cancel.error ?? retry.error}
        onRetry={(submissionId) => retry.mutate({ submissionId })}
        onCancel={(submissionId, reason) => cancel.mutate({ submissionId, reason })}
      />
    </section>
  );
}
