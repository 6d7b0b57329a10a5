"use client";

import type { QueueView } from "@maskboard/contracts";
import { useMutation } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useState } from "react";
import { usePageVisible } from "@/lib/use-page-visible";
import { useTRPC } from "@/trpc/client";
import { QueueTimeline } from "./queue-view";

/** A challenge's queue, live. */
export function ChallengeQueue({ slug, initial }: { slug: string; initial: QueueView }) {
  const trpc = useTRPC();
  const visible = usePageVisible();
  const [view, setView] = useState(initial);
  useSubscription(
    trpc.queue.live.subscriptionOptions({ slug }, { enabled: visible, onData: setView }),
  );
  const retry = useMutation(trpc.queue.retry.mutationOptions());
  const cancel = useMutation(trpc.queue.cancel.mutationOptions());
  return (
    <QueueTimeline
      view={view}
      withChallenge={false}
      error={cancel.error ?? retry.error}
      onRetry={(submissionId) => retry.mutate({ slug, submissionId })}
      onCancel={(submissionId, reason) => cancel.mutate({ slug, submissionId, reason })}
    />
  );
}
