"use client";

import type { SubmissionRow } from "@maskboard/contracts";
import { useSubscription } from "@trpc/tanstack-react-query";
import { usePageVisible } from "@/lib/use-page-visible";
import { useTRPC } from "@/trpc/client";

interface LiveRowProps {
  id: string;
  onChange: (row: SubmissionRow) => void;
}

/** Listens to one submission that is under way; draws nothing. */
export function LiveRow({ id, onChange }: LiveRowProps) {
  const trpc = useTRPC();
  const visible = usePageVisible();
  useSubscription(
    trpc.submission.live.subscriptionOptions({ id }, { enabled: visible, onData: onChange }),
  );
  return null;
}
